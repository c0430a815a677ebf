import { type FormEvent, useState } from "react";
import type { Outgoing } from "../data/use-send.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";

interface SampleVoiceDialogProps {
  readonly onSend: (outgoing: Outgoing) => void;
  readonly onClose: () => void;
}

/** A voice note without a microphone: a sample is sent, and the stand-in for the model hears what is written here. */
export function SampleVoiceDialog({ onSend, onClose }: SampleVoiceDialogProps) {
  const [says, setSays] = useState("Hola, quiero dos pizzas margarita");

  function submit(event: FormEvent): void {
    event.preventDefault();
    onClose();
    onSend({ kind: "audio", ...(says.trim() !== "" && { says: says.trim() }) });
  }

  return (
    <Dialog title="Sample voice note" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field label="What it says" hint="The stand-in for the model hears this.">
          <textarea
            className="input"
            rows={2}
            maxLength={1000}
            value={says}
            onChange={({ target }) => setSays(target.value)}
          />
        </Field>
        <button type="submit" className="button primary">
          Send voice note
        </button>
      </form>
    </Dialog>
  );
}
