import { BOUNDARIES, type Boundary, type FaultKind } from "../plan/fault-kinds.ts";
import type { PlannedFault } from "../plan/plan.ts";

/** Hands each planned fault out when its turn has come, and counts those that took effect. */
export class FaultInjector {
  readonly #planned: ReadonlyMap<Boundary, Map<number, PlannedFault>>;
  readonly #passed = new Map<Boundary, number>();
  /** Those whose turn has come and that fitted nothing yet. */
  readonly #waiting = new Map<Boundary, PlannedFault[]>(BOUNDARIES.map((boundary) => [boundary, []]));
  readonly #struck = new Map<FaultKind, number>();
  readonly #effective = new Set<PlannedFault>();

  constructor(faults: readonly PlannedFault[]) {
    this.#planned = new Map(BOUNDARIES.map((boundary) => [boundary, turnsOf(faults, boundary)]));
  }

  /**
   * The fault for what passes the boundary now. It counts once it is reported as struck.
   *
   * @param fits whether a fault can strike what passes; one that cannot waits for what it can
   */
  next(boundary: Boundary, fits: (fault: PlannedFault) => boolean = () => true): PlannedFault | undefined {
    const passed = (this.#passed.get(boundary) ?? 0) + 1;
    this.#passed.set(boundary, passed);
    const waiting = this.#waiting.get(boundary) ?? [];
    const due = this.#planned.get(boundary)?.get(passed);
    if (due !== undefined) waiting.push(due);
    const index = waiting.findIndex(fits);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  }

  struck(fault: PlannedFault): void {
    this.#effective.add(fault);
    this.count(fault.kind);
  }

  /** Counts one that is not planned by its turn. */
  count(kind: FaultKind, times = 1): void {
    this.#struck.set(kind, (this.#struck.get(kind) ?? 0) + times);
  }

  counts(): ReadonlyMap<FaultKind, number> {
    return this.#struck;
  }

  /** The planned faults that took effect at all. */
  effective(): ReadonlySet<PlannedFault> {
    return this.#effective;
  }
}

function turnsOf(faults: readonly PlannedFault[], boundary: Boundary): Map<number, PlannedFault> {
  const turns = new Map<number, PlannedFault>();
  for (const fault of faults) {
    if (fault.boundary !== boundary) continue;
    for (let turn = fault.nth; turn < fault.nth + fault.times; turn++) turns.set(turn, fault);
  }
  return turns;
}
