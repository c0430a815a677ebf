/** What two conversations of one person do to each other; see `collisionOf`. */
export const COLLISIONS = ["overwritten", "mistaken"] as const;
export type Collision = (typeof COLLISIONS)[number];

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
  /** Of what is "collided". */
  readonly collision?: Collision;
}

export interface Verdict {
  readonly events: number;
  /** Lines that customers got from the bot, and how often one came once more because its sending was interrupted. */
  readonly replies: number;
  readonly repliesRepeated: number;
  readonly deadLettered: number;
  readonly replayed: number;
  /** Dead letters that AWS's own redrive has moved back. */
  readonly redriven: number;
  /** Dead letters of which nobody could tell whether they had been applied, rightly. */
  readonly unprovable: number;
  readonly damages: readonly Damage[];
}
