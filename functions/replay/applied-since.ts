import { watermarkOf } from "../sessions/session.ts";
import type { Judged } from "./judge.ts";
import type { AppliedSince } from "./results.ts";

/** What reached the letter's conversation after the letter was put aside. */
export function appliedSince({ letter, target }: Judged): AppliedSince {
  if (letter.event === undefined || target?.session === undefined) return { events: [] };
  const { session } = target;
  // The watermark is exact to the second.
  const since = Math.floor(letter.deadSince / 1000);
  const events = watermarkOf(session).flatMap(({ event, at }) =>
    at === undefined || at < since ? [] : [{ event, at: new Date(at * 1000).toISOString() }],
  );
  const { stateAt } = session;
  const isNewer = stateAt !== undefined && Date.parse(stateAt) > Date.parse(letter.event.occurredAt);
  return { events, ...(isNewer && { newerState: stateAt }) };
}
