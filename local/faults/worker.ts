import { parentPort } from "node:worker_threads";
import { play } from "./play.ts";

/** What the laboratory asks of one of its threads. */
export interface Task {
  readonly seed: string;
  readonly scenario: number;
}

// Thousands of planned errors are made in a scenario, and nobody looks at where. Played by itself a scenario shows it.
Error.stackTraceLimit = 0;

parentPort?.on("message", ({ seed, scenario }: Task) => {
  void play(seed, scenario).then((summary) => parentPort?.postMessage(summary));
});
