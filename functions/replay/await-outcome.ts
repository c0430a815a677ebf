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
    await lookForThem(open.filter(isOpen), survey);
    const waiting = open.filter(isOpen).length;
    onProgress(progressOf(tally, survey.seen, waiting));
    if (waiting === 0 || clock() >= deadline || signal.aborted) return outcomeOf(tally, settled, waiting);
    if (survey.isExhausted) await pause(INTERVAL);
  }
}

/** The survey's filter notes the letters that hold what was sent; all others are not touched. */
async function lookForThem(open: readonly Sent[], survey: Survey): Promise<void> {
  if (open.length === 0) return;
  // As long as an older letter of their conversation is held, SQS does not show them.
  await survey.lookAgain(new Set(open.map(({ groupId }) => groupId)));
  await survey.next(WINDOW);
}

function isSettled(sent: Sent, { applied, superseded }: Settled): boolean {
  return applied.has(sent) || superseded.has(sent);
}

/** What was applied is in the watermark of its conversation, or is marked; a superseded state is known by the newer one. */
async function settle(
  open: readonly Sent[],
  settled: Settled,
  { records }: ReplayDependencies,
): Promise<void> {
  const known = await records.load(
    [...new Set(open.map(({ sessionKey }) => sessionKey))],
    open.map(({ key }) => key),
  );
  for (const sent of open) {
    const { recent = [], stateAt = "" } = known.sessions.get(sent.sessionKey) ?? {};
    const { type, occurredAt } = sent.letter.event;
    if (known.applied.has(markKey(sent.key)) || recent.includes(sent.key.event)) settled.applied.add(sent);
    else if (type === "state" && Date.parse(stateAt) > Date.parse(occurredAt)) settled.superseded.add(sent);
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
