import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { Scenario, ScenarioRun } from "../api.ts";
import { CARTAAI_AWAY } from "./cartaai-away.ts";
import { DINNER_BY_VOICE } from "./dinner-by-voice.ts";
import { NUMBER_CHANGE } from "./number-change.ts";
import { REFUSED_FOR_GOOD } from "./refused-for-good.ts";
import type { Script } from "./script.ts";
import { createStage, type StageOptions } from "./stage.ts";

/** The scenarios that play themselves. */
export const SCRIPTS: readonly Script[] = [DINNER_BY_VOICE, CARTAAI_AWAY, NUMBER_CHANGE, REFUSED_FOR_GOOD];

export interface ScenarioPlayer {
  /** What answers customers: "builtin", "http" or "none". */
  readonly agent: string;
  list(): readonly Scenario[];
  /** The one that is playing, or the last one. */
  current(): ScenarioRun | undefined;
  /** Undefined while another one is playing, and for a name that there is not. */
  play(name: string): ScenarioRun | undefined;
  /** Ends the one that is playing, and mends what it broke; undefined when there is none. */
  stop(): ScenarioRun | undefined;
}

export interface PlayerOptions extends Omit<StageOptions, "signal" | "onCustomer" | "hasBot"> {
  readonly agent: string;
  readonly onProgress: (run: ScenarioRun) => void;
}

export function createPlayer({ agent, onProgress, ...around }: PlayerOptions): ScenarioPlayer {
  let run: ScenarioRun | undefined;
  let stopping = new AbortController();

  function tell(over: Partial<ScenarioRun>): void {
    if (run === undefined) return;
    run = { ...run, ...over };
    onProgress(run);
  }

  async function perform({ steps }: Script, signal: AbortSignal): Promise<void> {
    const stage = createStage({
      ...around,
      signal,
      hasBot: agent !== "none",
      onCustomer: ({ id }) => {
        if (run && !run.customerIds.includes(id)) tell({ customerIds: [...run.customerIds, id] });
      },
    });
    for (const [index, { now, play }] of steps.entries()) {
      signal.throwIfAborted();
      tell({ now, done: index });
      await play(stage);
    }
    tell({ done: steps.length });
  }

  function ended(state: ScenarioRun["state"], error?: unknown): void {
    const why = error instanceof Error ? error.message : undefined;
    tell({ state, endedAt: new Date().toISOString(), ...(why !== undefined && { error: why }) });
  }

  return {
    agent,
    list: () =>
      SCRIPTS.map(({ name, title, description, steps }) => ({
        name,
        title,
        description,
        steps: steps.length,
      })),
    current: () => run,
    play(name) {
      const script = SCRIPTS.find((each) => each.name === name);
      if (script === undefined || run?.state === "playing") return undefined;
      stopping = new AbortController();
      const { signal } = stopping;
      setMaxListeners(0, signal);
      run = {
        id: randomUUID(),
        name,
        state: "playing",
        startedAt: new Date().toISOString(),
        done: 0,
        steps: script.steps.length,
        now: script.steps[0]?.now ?? "",
        customerIds: [],
      };
      onProgress(run);
      perform(script, signal).then(
        () => ended("done"),
        (error: unknown) => (signal.aborted ? ended("stopped") : ended("failed", error)),
      );
      return run;
    },
    stop() {
      if (run?.state !== "playing") return undefined;
      stopping.abort();
      return run;
    },
  };
}
