import type { Unseen } from "../../functions/dead-letters/backlog.ts";
import type { Counts, DiscardResult, RunResult, Stopped } from "../../functions/replay/results.ts";

/** How a run ended, line by line. */
export function describeRun({ summary, left }: RunResult): string {
  const { replayed, alreadyApplied, superseded, outcome, stopped } = summary;
  return lines([
    `Sent back: ${replayed}`,
    outcome && `  applied: ${outcome.applied}`,
    outcome && outcome.superseded > 0 && `  superseded by a newer state: ${outcome.superseded}`,
    outcome && Object.keys(outcome.cameBack).length > 0 && `  came back${describeCounts(outcome.cameBack)}`,
    outcome && outcome.waiting > 0 && `  ${stillWaiting(summary)}: ${outcome.waiting}`,
    alreadyApplied > 0 && `Removed, applied already: ${alreadyApplied}`,
    superseded > 0 && `Removed, superseded by a newer state: ${superseded}`,
    left.length > 0 && `Left: ${left.length}${describeCounts(summary.left)}`,
    stopped && STOPPED[stopped],
  ]).concat(describeUnseen(summary));
}

function stillWaiting({ hidden }: Unseen): string {
  const orHidden = hidden > 0 ? ", or hidden among the dead letters" : "";
  return `still waiting in the queue, to be applied or to come back by themselves${orHidden}`;
}

const STOPPED: Readonly<Record<Stopped, string>> = {
  limit: "Stopped at the limit. The same command continues.",
  interrupted: "Stopped. What was not sent back is still in the dead letters; the same command continues.",
  failed:
    "Stopped by a failure. What was not sent back is still in the dead letters; the same command continues.",
};

export function describeDiscard({ summary, discarded, notFound }: DiscardResult): string {
  return lines([
    `Discarded: ${discarded.length}`,
    notFound.length > 0 && `Not found: ${notFound.join(", ")}`,
    summary.stopped && STOPPED[summary.stopped],
  ]).concat(describeUnseen(summary));
}

const CUT_SHORT: Readonly<Record<Stopped, string>> = {
  limit: "As many as --limit allows; there may be more.",
  interrupted: "Stopped before all were looked at.",
  failed: "Ended by a failure before all were looked at.",
};

/** What a list or a preview does not show. */
export function describeSurvey(summary: Unseen & { readonly stopped?: Stopped | undefined }): string {
  return lines([summary.stopped && CUT_SHORT[summary.stopped]]).concat(describeUnseen(summary));
}

/** What is there, and could not be seen. */
export function describeUnseen({ hidden, elsewhere, crowded }: Unseen): string {
  const conversations = crowded === 1 ? "1 conversation" : `${crowded} conversations`;
  return lines([
    hidden > 0 &&
      crowded > 0 &&
      `About ${hidden} more cannot be seen: they are behind the ten of ${conversations} that SQS shows at a time.\n` +
        "run sends back the ten, and then what is behind them; what stays in front (it is not meant, or cannot be sent) hides them.",
    hidden > 0 &&
      crowded === 0 &&
      `About ${hidden} more did not come up, by SQS's own estimate, which may be a minute old: try again.`,
    elsewhere > 0 &&
      `About ${elsewhere} are in another command's hands, or were in one's that was killed: up to two minutes.`,
  ]);
}

/** ": 3 http-422, 1 unreachable", the most frequent first; empty for none. */
export function describeCounts(counts: Counts): string {
  const sorted = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return sorted.length === 0 ? "" : `: ${sorted.map(([name, count]) => `${count} ${name}`).join("; ")}`;
}

function lines(texts: readonly (string | false | undefined)[]): string {
  return texts
    .filter((text): text is string => typeof text === "string")
    .map((text) => `${text}\n`)
    .join("");
}
