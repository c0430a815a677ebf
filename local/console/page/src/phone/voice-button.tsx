import { mediaAnswerSchema } from "../../../api.ts";
import { postFile, RequestError } from "../data/client.ts";
import { useAction } from "../data/use-problems.tsx";
import type { Outgoing } from "../data/use-send.ts";
import { Icon } from "../ui/icon.tsx";
import { useRecorder } from "./recorder.ts";

/** Records a voice note: once to begin, once more to send it. */
export function VoiceButton({ onSend }: { readonly onSend: (outgoing: Outgoing) => void }) {
  const { recording, start, stop } = useRecorder();
  const { busy, run } = useAction();

  async function record(): Promise<void> {
    await start().catch((cause: unknown) => {
      throw new RequestError("The microphone cannot be used here. The sample voice note is under “Attach”.", {
        cause,
      });
    });
  }

  async function finish(): Promise<void> {
    const recorded = await stop();
    if (recorded === undefined) return;
    const { mediaId } = await postFile("media", recorded, mediaAnswerSchema);
    onSend({ kind: "audio", mediaId });
  }

  if (!recording) {
    return (
      <button
        type="button"
        className="icon-button"
        aria-label="Record a voice note"
        disabled={busy}
        onClick={() => run(record)}
      >
        <Icon name="mic" />
      </button>
    );
  }
  return (
    <>
      <span className="recording" role="status">
        Recording
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Throw the recording away"
        onClick={() => run(stop)}
      >
        <Icon name="close" />
      </button>
      <button
        type="button"
        className="icon-button send"
        aria-label="Send the recording"
        onClick={() => run(finish)}
      >
        <Icon name="send" />
      </button>
    </>
  );
}
