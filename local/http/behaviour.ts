import type { Reply } from "./reply.ts";

/** What the client gets: the API's own answer, half of it, nothing, a closed connection, or something else. */
export type Answer = "own" | "truncated" | "never" | "drop" | Reply;

/** How one call is carried out and answered. Every fault is one of these. */
export interface Behaviour {
  /** Milliseconds before anything is done. */
  readonly delay: number;
  /** Whether the call is carried out though its client left during the delay. */
  readonly evenIfGone: boolean;
  /** Done before the call is carried out. */
  readonly beforehand: readonly (() => void)[];
  /** Whether the call is carried out at all. */
  readonly apply: boolean;
  readonly answer: Answer;
}

/** No fault. */
export const FAITHFUL: Behaviour = {
  delay: 0,
  evenIfGone: false,
  beforehand: [],
  apply: true,
  answer: "own",
};

/** Whether the API's own answer still comes out in the end, so that a further fault can still take effect. */
export function isFaithful({ apply, answer }: Behaviour): boolean {
  return apply && answer === "own";
}

/** One behaviour on top of another that is faithful: delays add up, the later one decides about the answer. */
export function combine(first: Behaviour, second: Behaviour): Behaviour {
  return {
    delay: first.delay + second.delay,
    evenIfGone: first.evenIfGone || second.evenIfGone,
    beforehand: [...first.beforehand, ...second.beforehand],
    apply: second.apply,
    answer: second.answer,
  };
}
