import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { isFailure, type Report, type Summary, toReport } from "./report.ts";
import type { Task } from "./worker.ts";

export interface LaboratoryOptions {
  readonly scenarios: number;
  readonly seed: string;
  /** Told after each scenario how many are done and how many failed. */
  readonly onProgress?: (done: number, failed: number) => void;
}

/** Plays scenarios on all processors, and reports what became of them. */
export async function runLaboratory({ scenarios, seed, onProgress }: LaboratoryOptions): Promise<Report> {
  const startedAt = performance.now();
  const waiting = Array.from({ length: scenarios }, (_, scenario) => scenario).values();
  const summaries: Summary[] = [];
  const onSummary = (summary: Summary) => {
    summaries.push(summary);
    onProgress?.(summaries.length, summaries.filter(({ damages }) => damages.some(isFailure)).length);
  };
  const threads = Math.max(1, Math.min(availableParallelism(), scenarios));
  await Promise.all(Array.from({ length: threads }, () => work(seed, waiting, onSummary)));
  summaries.sort((one, other) => one.scenario - other.scenario);
  return toReport(seed, summaries, (performance.now() - startedAt) / 1000);
}

/** Has one thread play scenario after scenario until none is left. */
async function work(seed: string, waiting: Iterable<number>, onSummary: (summary: Summary) => void) {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  try {
    for (const scenario of waiting) {
      const task: Task = { seed, scenario };
      worker.postMessage(task);
      onSummary(await answerOf(worker));
    }
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<Summary> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off("message", onMessage);
      worker.off("error", onError);
    };
    const onMessage = (summary: Summary) => {
      settle();
      resolve(summary);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    worker.on("message", onMessage);
    worker.on("error", onError);
  });
}
