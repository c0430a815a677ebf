import { useState } from "react";
import type { DeadLetter } from "../../../api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { exactTime } from "../ui/format.ts";
import { JsonView } from "../ui/json-view.tsx";

interface DeadLetterRowProps {
  readonly letter: DeadLetter;
  readonly chosen: boolean;
  readonly onToggle: () => void;
  readonly onTimeline: (messageId: string) => void;
}

/** One dead letter: what it is, and why it died. */
export function DeadLetterRow({ letter, chosen, onToggle, onTimeline }: DeadLetterRowProps) {
  const [shown, setShown] = useState(false);
  const { messageId, httpStatus, attempts } = letter;
  const name = letter.content ?? letter.type ?? letter.id;
  return (
    <li className="dead-letter">
      <label className="row">
        <input type="checkbox" checked={chosen} onChange={onToggle} />
        <span className="said">{name}</span>
      </label>
      <p>
        <span className="badge bad">{letter.class}</span> {letter.reason}
      </p>
      <p className="soft small-print">
        dead since {exactTime(letter.deadSince)}
        {httpStatus !== undefined && ` · HTTP ${httpStatus}`}
        {attempts !== undefined && ` · ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`}
      </p>
      <div className="row">
        {messageId !== undefined && (
          <button type="button" className="button small" onClick={() => onTimeline(messageId)}>
            Timeline
          </button>
        )}
        <button type="button" className="button small" onClick={() => setShown(true)}>
          JSON
        </button>
      </div>
      {shown && (
        <Dialog title="Dead letter" wide onClose={() => setShown(false)}>
          <JsonView label="The dead letter as JSON" value={letter.record} />
        </Dialog>
      )}
    </li>
  );
}
