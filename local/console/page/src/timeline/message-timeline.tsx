import { useEffect, useState } from "react";
import type { Step } from "../../../api.ts";
import { useConsole, useStore } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { duration, exactTime } from "../ui/format.ts";
import { JsonView } from "../ui/json-view.tsx";
import { spanOf } from "./span-of.ts";
import { StepRow } from "./step-row.tsx";

/** The steps of one message, live, to scale. */
export function MessageTimeline({ messageId }: { readonly messageId: string }) {
  const store = useStore();
  const timeline = useConsole(({ timelines }) => timelines.get(messageId));
  const generation = useConsole((state) => state.generation);
  const { run } = useAction();
  const [shown, setShown] = useState<Step>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation has forgotten the timeline
  useEffect(() => void run(() => store.openTimeline(messageId)), [store, run, messageId, generation]);

  if (timeline === undefined) return null;
  const span = spanOf(timeline.steps);
  return (
    <section className="stack" aria-label="Timeline" data-state={timeline.state}>
      <p className="row">
        <span className={`badge ${toneOf(timeline.state)}`}>{timeline.state}</span>
        {timeline.durationMs !== undefined && <span>{duration(timeline.durationMs)} in all</span>}
        <span className="soft small-print">from {exactTime(timeline.startedAt)}</span>
      </p>
      <ol className="steps">
        {timeline.steps.map((step) => (
          <StepRow key={step.id} step={step} span={span} onOpen={() => setShown(step)} />
        ))}
      </ol>
      {shown && (
        <Dialog title={shown.title} wide onClose={() => setShown(undefined)}>
          <p className="soft small-print">
            {shown.part} · {shown.kind} · {exactTime(shown.at)}
            {shown.durationMs !== undefined && ` · ${duration(shown.durationMs)}`}
          </p>
          <JsonView label="The whole record as JSON" value={shown.record} />
        </Dialog>
      )}
    </section>
  );
}

function toneOf(state: string): string {
  if (state === "settled" || state === "acknowledged") return "good";
  return state === "dead" || state === "refused" ? "bad" : "warn";
}
