import type { Stage } from "./stage.ts";

/** A scenario that plays itself: its steps, one after the other. */
export interface Script {
  readonly name: string;
  readonly title: string;
  /** What it shows, and what in it is simulated. */
  readonly description: string;
  readonly steps: readonly ScriptStep[];
}

export interface ScriptStep {
  /** What happens, in words. */
  readonly now: string;
  readonly play: (stage: Stage) => Promise<void>;
}

export function step(now: string, play: ScriptStep["play"]): ScriptStep {
  return { now, play };
}
