import { COLLISIONS, type Collision, type Damage } from "./judge/verdict.ts";
import { ALL_FAULT_KINDS, type FaultKind } from "./plan/fault-kinds.ts";
import type { Outcome } from "./run-scenario.ts";

/** A scenario that damaged something. */
export interface Failure {
  readonly scenario: number;
  readonly damages: readonly Damage[];
}

/** What is left of a scenario once it has been played; it travels between threads. */
export interface Summary {
  readonly scenario: number;
  readonly events: number;
  readonly replies: number;
  readonly repliesRepeated: number;
  readonly deadLettered: number;
  readonly replayed: number;
  readonly redriven: number;
  readonly unprovable: number;
  readonly damages: readonly Damage[];
  readonly faults: readonly (readonly [FaultKind, number])[];
}

export interface Report {
  readonly ok: boolean;
  readonly seed: string;
  readonly scenarios: number;
  readonly events: number;
  /** Lines that customers got from the bot, and how often one came once more because its sending was interrupted. */
  readonly replies: number;
  readonly repliesRepeated: number;
  /** Faults that took effect. */
  readonly faults: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly stuck: number;
  readonly wronglyDeadLettered: number;
  readonly crashed: number;
  /** Counted, and no failure: see `isFailure`. */
  readonly collided: number;
  readonly collisions: Readonly<Record<Collision, number>>;
  readonly deadLettered: number;
  readonly replayed: number;
  readonly redriven: number;
  readonly unprovable: number;
  readonly seconds: number;
  readonly faultsByKind: Readonly<Record<FaultKind, number>>;
  readonly failures: readonly Failure[];
}

/**
 * What two conversations of one person do to each other at CartaAI is a known limit. Anything beyond it is not called
 * collided (`collisionOf`).
 */
export function isFailure({ kind }: Damage): boolean {
  return kind !== "collided";
}

export function summarise(scenario: number, outcome: Outcome): Summary {
  const { effective: _, faults, ...verdict } = outcome;
  return { scenario, ...verdict, faults: [...faults] };
}

/** @param seconds how long it took */
export function toReport(seed: string, summaries: readonly Summary[], seconds: number): Report {
  const damages = summaries.flatMap((summary) => summary.damages);
  const damaged = (kind: Damage["kind"]) => damages.filter((damage) => damage.kind === kind).length;
  const struck = summaries.flatMap(({ faults }) => faults);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const countOf = (kind: FaultKind) => sum(struck.map(([other, count]) => (other === kind ? count : 0)));
  const failures = summaries.filter((summary) => summary.damages.some(isFailure));
  return {
    ok: failures.length === 0,
    seed,
    scenarios: summaries.length,
    events: sum(summaries.map(({ events }) => events)),
    replies: sum(summaries.map(({ replies }) => replies)),
    repliesRepeated: sum(summaries.map(({ repliesRepeated }) => repliesRepeated)),
    faults: sum(struck.map(([, count]) => count)),
    lost: damaged("lost"),
    duplicated: damaged("duplicated"),
    reordered: damaged("reordered"),
    stuck: damaged("stuck"),
    wronglyDeadLettered: damaged("wrongly-dead-lettered"),
    crashed: damaged("crashed"),
    collided: damaged("collided"),
    collisions: Object.fromEntries(
      COLLISIONS.map((how) => [how, damages.filter(({ collision }) => collision === how).length]),
    ) as Report["collisions"],
    deadLettered: sum(summaries.map(({ deadLettered }) => deadLettered)),
    replayed: sum(summaries.map(({ replayed }) => replayed)),
    redriven: sum(summaries.map(({ redriven }) => redriven)),
    unprovable: sum(summaries.map(({ unprovable }) => unprovable)),
    seconds,
    // Every kind is listed, also one that never struck: its absence would go unnoticed.
    faultsByKind: Object.fromEntries(
      ALL_FAULT_KINDS.map((kind) => [kind, countOf(kind)]),
    ) as Report["faultsByKind"],
    failures: failures.map(({ scenario, damages: own }) => ({ scenario, damages: own })),
  };
}
