import { markKey } from "../sessions/applied-marks.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import { countBy, type Outcome } from "./results.ts";
import type { Survey } from "./survey.ts";
import { WINDOW } from "./survey-all.ts";
import { progressOf, type Sent, type Tally } from "./tally.ts";

/** Milliseconds between two looks. */
const INTERVAL = 1_000;

interface Settled {
  readonly applied: Set<Sent>;
  readonly superseded: Set<Sent>;
}

/**
 * Waits until all that was sent back is applied, superseded or a dead letter again.
 *
 * @param patience seconds
 */
export async function awaitOutcome(
  patience: number,
  survey: Survey,
  tally: Tally,
  dependencies: ReplayDependencies,
): Promise<Outcome> {
  const { signal, clock, pause, onProgress } = dependencies;
  const deadline = clock() + patience * 1000;
  const settled: Settled = { applied: new Set(), superseded: new Set() };
  const isOpen = (sent: Sent) => !isSettled(sent, settled) && sent.cameBack === undefined;
  for (;;) {
    const open = [...tally.sent.values()];
    await settle(
      open.filter((sent) => !isSettled(sent, settled)),
      settled,
      dependencies,
    );
    // The survey's filter notes the letters that hold what was sent; all others are not touched.
    if (open.some(isOpen)) await survey.next(WINDOW);
    const waiting = open.filter(isOpen).length;
    onProgress(progressOf(tally, survey.seen, waiting));
    if (waiting === 0 || clock() >= deadline || signal.aborted) return outcomeOf(tally, settled, waiting);
    if (survey.isExhausted) await pause(INTERVAL);
  }
}

function isSettled(sent: Sent, { applied, superseded }: Settled): boolean {
  return applied.has(sent) || superseded.has(sent);
}

/** A superseded state is not marked: it is known by the newer one. */
async function settle(
  open: readonly Sent[],
  settled: Settled,
  { records }: ReplayDependencies,
): Promise<void> {
  const states = open.filter(({ letter }) => letter.event.type === "state");
  const known = await records.load(
    [...new Set(states.map(({ sessionKey }) => sessionKey))],
    open.map(({ key }) => key),
  );
  for (const sent of open) {
    if (known.applied.has(markKey(sent.key))) settled.applied.add(sent);
  }
  for (const sent of states) {
    const newest = Date.parse(known.sessions.get(sent.sessionKey)?.stateAt ?? "");
    if (!settled.applied.has(sent) && newest > Date.parse(sent.letter.event.occurredAt)) {
      settled.superseded.add(sent);
    }
  }
}

function outcomeOf(tally: Tally, { applied, superseded }: Settled, waiting: number): Outcome {
  const cameBack = [...tally.sent.values()].flatMap((sent) =>
    sent.cameBack === undefined || applied.has(sent) || superseded.has(sent) ? [] : [sent.cameBack],
  );
  return {
    ...{ applied: applied.size, superseded: superseded.size, waiting },
    cameBack: countBy(cameBack, ({ reason }) => reason),
  };
}
