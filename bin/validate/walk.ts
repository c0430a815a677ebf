import { type Diagnosis, diagnose } from "./diagnose.ts";
import type { Step } from "./steps.ts";
import type { Target } from "./target.ts";

export interface StepResult {
  readonly name: string;
  readonly status: "ok" | "failed" | "skipped";
  /** What was found, or what is wrong. */
  readonly detail: string;
  /** What to look at first. */
  readonly advice?: string;
}

/**
 * Takes the steps in order up to the first that does not hold, then only those that tidy up.
 *
 * @param onResult told of each at once
 */
export async function takeSteps(
  steps: readonly Step[],
  target: Target,
  onResult: (result: StepResult) => void,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const broken = results.some(({ status }) => status === "failed");
    const result = broken && !step.isDue?.() ? skipped(step) : await take(step, target);
    results.push(result);
    onResult(result);
  }
  return results;
}

async function take(step: Step, target: Target): Promise<StepResult> {
  try {
    return { name: step.name, status: "ok", detail: await step.run() };
  } catch (error) {
    const { problem, advice }: Diagnosis = diagnose(error, target);
    return { name: step.name, status: "failed", detail: problem, advice };
  }
}

function skipped({ name }: Step): StepResult {
  return { name, status: "skipped", detail: "not tried" };
}
