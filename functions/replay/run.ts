import { NOTHING_UNSEEN } from "../dead-letters/backlog.ts";
import { awaitOutcome } from "./await-outcome.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import { createFilter } from "./filter.ts";
import type { RequestFor } from "./request.ts";
import type { RunResult, Stopped } from "./results.ts";
import { sendBack } from "./send-back.ts";
import { createSurvey, type Survey } from "./survey.ts";
import { WINDOW } from "./survey-all.ts";
import { createTally, noteIfBack, progressOf, report, type Tally } from "./tally.ts";

type RunRequest = RequestFor<"run">;

/**
 * Sends dead letters back to their queue, each conversation's in their order, and tells what became of them. A letter is
 * deleted once its event is queued, so whatever ends this, nothing is lost, and the same request continues.
 */
export async function run(request: RunRequest, dependencies: ReplayDependencies): Promise<RunResult> {
  const { records, clock } = dependencies;
  const tally = createTally();
  const isMeant = createFilter(request, records, clock());
  const survey = createSurvey(dependencies, (letters) =>
    isMeant(letters.filter((letter) => !noteIfBack(tally, letter))),
  );
  try {
    const stopped = await sendAll(request, survey, tally, dependencies);
    const outcome = await outcomeOf(request, survey, tally, dependencies);
    const unseen = await survey.unseen();
    const { left, counts } = report(tally);
    return { action: "run", left, summary: { ...counts, outcome, stopped, ...unseen } };
  } catch (failure) {
    const { left, counts } = report(tally);
    return { action: "run", left, summary: { ...counts, stopped: "failed", ...NOTHING_UNSEEN }, failure };
  } finally {
    await survey.hold.release();
  }
}

async function sendAll(
  { rate, limit = Number.POSITIVE_INFINITY, force }: RunRequest,
  survey: Survey,
  tally: Tally,
  dependencies: ReplayDependencies,
): Promise<Stopped | undefined> {
  const { signal, clock, pause, onProgress } = dependencies;
  for (;;) {
    if (signal.aborted) return "interrupted";
    const { replayed, removed } = progressOf(tally, survey.seen);
    const room = limit - replayed - removed;
    if (room <= 0) return (await survey.next(1)).length > 0 ? "limit" : undefined;
    const begun = clock();
    const window = await survey.next(Math.min(WINDOW, rate, room));
    if (window.length === 0) return signal.aborted ? "interrupted" : undefined;
    const letters = window.map(({ letter }) => letter);
    const sent = await sendBack(letters, force, survey.hold, tally, dependencies);
    onProgress(progressOf(tally, survey.seen));
    const left = (sent / rate) * 1000 - (clock() - begun);
    if (left > 0 && !signal.aborted) await pause(left);
  }
}

/** Of a queue that is not recorded only the dead letters would tell. */
async function outcomeOf(
  { wait }: RunRequest,
  survey: Survey,
  tally: Tally,
  dependencies: ReplayDependencies,
) {
  const { signal, queue } = dependencies;
  if (wait === 0 || tally.sent.size === 0 || signal.aborted || !queue.kind.isRecorded) return undefined;
  return await awaitOutcome(wait, survey, tally, dependencies);
}
