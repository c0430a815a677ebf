import type { Unseen } from "../dead-letters/backlog.ts";
import type { Entry } from "./entry.ts";
import type { Verdict } from "./judge.ts";

/** How many of each. */
export type Counts = Readonly<Record<string, number>>;

/** Why a command ended before it had seen everything. */
export type Stopped = "limit" | "interrupted" | "failed";

interface Seen extends Unseen {
  readonly stopped?: Stopped | undefined;
}

export interface ListResult {
  readonly action: "list";
  readonly deadLetters: readonly Entry[];
  readonly summary: Seen & { readonly found: number; readonly byReason: Counts };
}

/** What has reached the conversation since an event was put aside: the event would come after it. */
export interface AppliedSince {
  /** Of the last events of the conversation (16 to 40) those that were applied since, oldest first. */
  readonly events: readonly { readonly event: string; readonly at: string }[];
  /** When the newest state that was applied occurred, if that is after the event. */
  readonly newerState?: string;
}

export interface PreviewEntry extends Entry {
  readonly would: Verdict;
  /** Whether `run` would send it back. */
  readonly replayed: boolean;
  /** Older dead letters of the conversation that would stay behind. */
  readonly overtakes: number;
  readonly appliedSince: AppliedSince;
}

export interface PreviewResult {
  readonly action: "preview";
  readonly deadLetters: readonly PreviewEntry[];
  readonly summary: Seen & { readonly found: number; readonly would: Counts };
}

/** Why a dead letter that was meant is still one. */
export type WhyLeft =
  | "malformed"
  | "unprovable"
  | "session-unreadable"
  | "too-large"
  | "came-back"
  | "not-queued"
  | "not-deleted";

export interface LeftEntry extends Entry {
  readonly why: WhyLeft;
}

/** What became of what was sent back. */
export interface Outcome {
  readonly applied: number;
  readonly superseded: number;
  /** Dead letters again, by their new reason. */
  readonly cameBack: Counts;
  readonly waiting: number;
}

export interface RunResult {
  readonly action: "run";
  readonly left: readonly LeftEntry[];
  readonly summary: Seen & {
    readonly replayed: number;
    readonly alreadyApplied: number;
    readonly superseded: number;
    readonly left: Counts;
    /** Missing if nothing was waited for. */
    readonly outcome?: Outcome | undefined;
  };
  /** What stopped it. */
  readonly failure?: unknown;
}

export interface DiscardResult {
  readonly action: "discard";
  readonly discarded: readonly Entry[];
  /** Ids that were asked for, and are not there or could not be deleted. */
  readonly notFound: readonly string[];
  readonly summary: Seen;
}

export type ReplayResult = ListResult | PreviewResult | RunResult | DiscardResult;

export function countBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Counts {
  const counts: Record<string, number> = {};
  for (const name of items.map(nameOf)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
