import type { NumberedEntry } from "../../cartaai/ledger.ts";
import { identifiersOfPerson } from "../plan/identifiers.ts";
import type { Plan } from "../plan/plan.ts";
import { mustPrecede, type SaidEvent } from "../world/said.ts";
import type { Damage } from "./verdict.ts";

/**
 * States may be merged, and written twice; but what each of them carried has to arrive, and an older one never after a
 * newer one. A state that was a dead letter may have been overtaken for good.
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
  const states = new Map<string, SaidEvent>();
  const damages: Damage[] = [];
  for (const said of events) {
    if (said.event?.type !== "state") continue;
    states.set(said.event.step, said);
    const isThere = Object.keys(said.event.context).every((key) => carried.has(key));
    if (!isThere && !aside.has(said.id)) damages.push({ kind: "lost", detail: `state ${said.id}` });
  }
  const order = written.flatMap(({ step = "" }) => states.get(step) ?? []);
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
