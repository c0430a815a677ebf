import { useState } from "react";
import {
  deadLettersSchema,
  discardAnswerSchema,
  type QueueView,
  type ReplayAnswer,
  replayAnswerSchema,
} from "../../../api.ts";
import { post } from "../data/client.ts";
import { useConsole } from "../data/use-console.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { useAction } from "../data/use-problems.tsx";
import { DeadLetterRow } from "./dead-letter-row.tsx";
import { DiscardDialog } from "./discard-dialog.tsx";
import { PreviewDialog } from "./preview-dialog.tsx";

interface DeadLettersProps {
  readonly queue: QueueView;
  readonly onTimeline: (messageId: string) => void;
}

/** What no repetition could mend. Nothing is chosen: all of them are meant. */
export function DeadLetters({ queue, onTimeline }: DeadLettersProps) {
  const canReplay = useConsole(({ has }) => has.replay);
  const path = `queues/${queue.name}`;
  // A replay that failed again leaves as many as before: the time of the figures tells of it all the same.
  const at = useConsole(({ queues }) => (queue.deadLetters > 0 ? queues.at : "none"));
  const { value, error, reload } = useLoaded(
    `${path}/dead-letters`,
    deadLettersSchema,
    `${queue.deadLetters}:${at}`,
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<"preview" | "discard">();
  const [outcome, setOutcome] = useState<string>();
  const { busy, run } = useAction();

  const letters = value?.deadLetters ?? [];
  const ids = letters.map(({ id }) => id).filter((id) => chosen.size === 0 || chosen.has(id));
  if (letters.length === 0 && error === undefined) {
    return outcome === undefined ? null : <p role="status">{outcome}</p>;
  }

  function toggle(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  const act = (action: () => Promise<string>) =>
    run(async () => {
      setOutcome(await action());
      setChosen(new Set());
      reload();
    });
  const replay = (force: boolean) =>
    act(async () => inWords(await post(`${path}/replay`, { ids, force }, replayAnswerSchema)));
  const discard = (reason: string) =>
    act(async () => {
      const { discarded } = await post(`${path}/discard`, { ids, reason }, discardAnswerSchema);
      return `${discarded} discarded`;
    });

  return (
    <section className="stack" aria-label={`Dead letters of ${queue.name}`}>
      <h3>Dead letters</h3>
      {error !== undefined && <p className="notice bad">{error}</p>}
      <div className="row">
        <button
          type="button"
          className="button small"
          disabled={!canReplay}
          onClick={() => setDialog("preview")}
        >
          Preview
        </button>
        <button
          type="button"
          className="button small primary"
          disabled={!canReplay || busy}
          onClick={() => replay(false)}
        >
          Replay
        </button>
        <button
          type="button"
          className="button small danger"
          disabled={busy}
          onClick={() => setDialog("discard")}
        >
          Discard…
        </button>
        <span className="soft small-print">
          {chosen.size === 0 ? `all ${letters.length}` : `${ids.length} chosen`}
        </span>
      </div>
      <p role="status">{outcome}</p>
      <ul className="stack">
        {letters.map((letter) => (
          <DeadLetterRow
            key={letter.id}
            letter={letter}
            chosen={chosen.has(letter.id)}
            onToggle={() => toggle(letter.id)}
            onTimeline={onTimeline}
          />
        ))}
      </ul>
      {dialog === "preview" && (
        <PreviewDialog path={path} ids={ids} onReplay={replay} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "discard" && (
        <DiscardDialog count={ids.length} onDiscard={discard} onClose={() => setDialog(undefined)} />
      )}
    </section>
  );
}

function inWords({ replayed, removed, left }: ReplayAnswer): string {
  const parts = [
    `${replayed} sent back`,
    removed > 0 && `${removed} removed`,
    left.length > 0 && `${left.length} left: ${[...new Set(left.map(({ why }) => why))].join(", ")}`,
  ];
  return parts.filter(Boolean).join(", ");
}
