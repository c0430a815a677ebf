import { type FormEvent, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";

interface DiscardDialogProps {
  readonly count: number;
  readonly onDiscard: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks for the reason before dead letters are deleted for good. */
export function DiscardDialog({ count, onDiscard, onClose }: DiscardDialogProps) {
  const [reason, setReason] = useState("");

  function submit(event: FormEvent): void {
    event.preventDefault();
    onClose();
    onDiscard(reason.trim());
  }

  return (
    <Dialog title={`Discard ${count === 1 ? "1 dead letter" : `${count} dead letters`}?`} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>They are deleted for good: CartaAI will never have them. The reason is logged.</p>
        <Field label="Reason">
          <input
            className="input"
            required
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </Field>
        <div className="row">
          <button type="submit" className="button danger primary" disabled={reason.trim() === ""}>
            Discard for good
          </button>
          <button type="button" className="button" onClick={onClose}>
            Keep
          </button>
        </div>
      </form>
    </Dialog>
  );
}
