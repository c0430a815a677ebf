import { useRef, useState } from "react";
import { mediaAnswerSchema } from "../../../api.ts";
import { postFile } from "../data/client.ts";
import { useAction } from "../data/use-problems.tsx";
import type { Outgoing } from "../data/use-send.ts";
import { MenuButton } from "../ui/menu-button.tsx";
import { OrderDialog } from "./order-dialog.tsx";
import { SampleVoiceDialog } from "./sample-voice-dialog.tsx";

interface AttachmentsProps {
  readonly subDomain: string | undefined;
  readonly onSend: (outgoing: Outgoing) => void;
  readonly onLocation: () => void;
}

/** Everything that can be sent besides text. */
export function Attachments({ subDomain, onSend, onLocation }: AttachmentsProps) {
  const [dialog, setDialog] = useState<"order" | "voice">();
  const file = useRef<HTMLInputElement>(null);
  const { run } = useAction();

  async function sendFile(chosen: File): Promise<void> {
    const { mediaId } = await postFile("media", chosen, mediaAnswerSchema);
    onSend({ kind: chosen.type.startsWith("audio/") ? "audio" : "image", mediaId });
  }

  return (
    <>
      <MenuButton
        label="Attach"
        icon="attach"
        items={() => [
          { label: "Sample voice note…", icon: "mic", onSelect: () => setDialog("voice") },
          { label: "Sample photo", icon: "image", onSelect: () => onSend({ kind: "image" }) },
          { label: "Photo or audio file…", icon: "upload", onSelect: () => file.current?.click() },
          { label: "Location…", icon: "pin", onSelect: onLocation },
          { label: "Order from the catalogue…", icon: "cart", onSelect: () => setDialog("order") },
        ]}
      />
      <input
        ref={file}
        type="file"
        hidden
        accept="image/*,audio/*"
        aria-label="Photo or audio file"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void run(() => sendFile(chosen));
          target.value = "";
        }}
      />
      {dialog === "order" && (
        <OrderDialog subDomain={subDomain} onSend={onSend} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "voice" && <SampleVoiceDialog onSend={onSend} onClose={() => setDialog(undefined)} />}
    </>
  );
}
