import { useRef, useState } from "react";

/** Preferred first: what WhatsApp itself sends. */
const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

/** Milliseconds after which each part of the recording is handed over. */
const SLICE = 100;

export interface Recorder {
  readonly recording: boolean;
  /** Resolves once something is recorded. @throws DOMException NotAllowedError, NotFoundError: no permission, no microphone */
  start(): Promise<void>;
  /** What was recorded; undefined when nothing was. */
  stop(): Promise<Blob | undefined>;
}

/** Records from the microphone. The browser asks for permission the first time. */
export function useRecorder(): Recorder {
  const [recording, setRecording] = useState(false);
  const recorder = useRef<MediaRecorder | undefined>(undefined);
  const chunks = useRef<Blob[]>([]);

  async function start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    chunks.current = [];
    const current = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
    recorder.current = current;
    // A microphone takes a while: who stops before anything has come from it would have recorded nothing.
    await new Promise<void>((resolve) => {
      current.ondataavailable = ({ data }) => {
        chunks.current.push(data);
        if (data.size > 0) resolve();
      };
      current.start(SLICE);
    });
    setRecording(true);
  }

  async function stop(): Promise<Blob | undefined> {
    const current = recorder.current;
    if (current === undefined || current.state === "inactive") return undefined;
    await new Promise((resolve) => {
      current.onstop = resolve;
      current.stop();
    });
    for (const track of current.stream.getTracks()) track.stop();
    setRecording(false);
    const recorded = new Blob(chunks.current, { type: current.mimeType });
    return recorded.size > 0 ? recorded : undefined;
  }

  return { recording, start, stop };
}
