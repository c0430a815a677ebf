import type { StateEvent } from "../../../functions/sync-events/contract.ts";
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
  const order = written.flatMap(({ step = "", context = {} }) => {
    const state = states.get(step);
    return state === undefined ? [] : [{ state, context }];
  });
  const newest = Math.max(...order.map(({ state: { event } }) => Date.parse(event.occurredAt)));
  const damages = said.flatMap(({ id, event }): Damage[] => {
    const isThere = Object.keys(event.context).every((key) => carried.has(key));
    const isOvertaken = aside.has(id) && Date.parse(event.occurredAt) < newest;
    return isThere || isOvertaken ? [] : [{ kind: "lost", detail: `state ${id}` }];
  });
  const isMerging = plan.merging.includes(person);
  order.forEach(({ state }, index) => {
    const overtaken = order.slice(0, index).filter((each) => mustPrecede(state, each.state, isMerging));
    // Written once more after it, merged into one that is not older, or followed by a still newer one, it is not undone.
    const isUndone = ({ state: newer }: Written) =>
      !order.slice(index + 1).some(({ state: later, context }) => {
        const isCarried = carries(context, newer) && !mustPrecede(later, newer, isMerging);
        return later === newer || isCarried || mustPrecede(newer, later, isMerging);
      });
    if (overtaken.some(isUndone))
      damages.push({ kind: "reordered", detail: `state ${state.id} after a newer one` });
  });
  return damages;
}

type SaidState = SaidEvent & { readonly event: StateEvent };

/** A state as it was said, and what was written of it, with others that were merged into it. */
interface Written {
  readonly state: SaidState;
  readonly context: object;
}

function carries(context: object, { event }: SaidState): boolean {
  return Object.keys(event.context).every((key) => key in context);
}
