import type { NumberedEntry } from "../../cartaai/ledger.ts";
import { identifiersOfPerson } from "../plan/identifiers.ts";
import type { Plan } from "../plan/plan.ts";
import { mustPrecede, type SaidEvent } from "../world/said.ts";
import type { Damage } from "./verdict.ts";

/**
 * States may be merged, and written twice; but what each of them carried has to arrive, and an older one never after a
 * newer one. A state that was a dead letter may be missing only where a newer one has overtaken it for good.
 */
export function judgeStates(
  plan: Plan,
  person: number,
  events: readonly SaidEvent[],
  ledger: readonly NumberedEntry[],
  aside: ReadonlySet<string>,
): Damage[] {
  const own = new Set(identifiersOfPerson(plan, person));
  const written = ledger.flatMap((entry) =>
    entry.kind === "state" && own.has(entry.userId) ? [entry.state] : [],
  );
  const carried = new Set(written.flatMap(({ context = {} }) => Object.keys(context)));
  const said = events.flatMap((each) =>
    each.event?.type === "state" ? [{ ...each, event: each.event }] : [],
  );
  const states = new Map(said.map((state) => [state.event.step, state]));
  const order = written.flatMap(({ step = "" }) => states.get(step) ?? []);
  const newest = Math.max(...order.map(({ event }) => Date.parse(event.occurredAt)));
  const damages = said.flatMap(({ id, event }): Damage[] => {
    const isThere = Object.keys(event.context).every((key) => carried.has(key));
    const isOvertaken = aside.has(id) && Date.parse(event.occurredAt) < newest;
    return isThere || isOvertaken ? [] : [{ kind: "lost", detail: `state ${id}` }];
  });
  for (const [index, state] of order.entries()) {
    const isMerging = plan.merging.includes(person);
    const overtaken = order.slice(0, index).filter((earlier) => mustPrecede(state, earlier, isMerging));
    // Written once more after it, or followed by a still newer one, the newer one is not undone in the end.
    const isUndone = (newer: SaidEvent) =>
      !order.slice(index).some((later) => later === newer || mustPrecede(newer, later, isMerging));
    if (overtaken.some(isUndone))
      damages.push({ kind: "reordered", detail: `state ${state.id} after a newer one` });
  }
  return damages;
}
