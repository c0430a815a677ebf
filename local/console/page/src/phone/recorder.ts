import { useRef, useState } from "react";

/** Preferred first: what WhatsApp itself sends. */
const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export interface Recorder {
  readonly recording: boolean;
  /** @throws DOMException NotAllowedError, NotFoundError: no permission, no microphone */
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
    recorder.current = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
    recorder.current.ondataavailable = ({ data }) => chunks.current.push(data);
    recorder.current.start();
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
