/** What a scenario did to what was said. */
export interface Damage {
  readonly kind:
    | "lost"
    | "duplicated"
    | "reordered"
    | "stuck"
    | "wrongly-dead-lettered"
    | "crashed"
    | "collided";
  readonly detail: string;
}

export interface Verdict {
  readonly events: number;
  readonly deadLettered: number;
  readonly replayed: number;
  /** Dead letters of which nobody could tell whether they had been applied, rightly. */
  readonly unprovable: number;
  readonly damages: readonly Damage[];
}
