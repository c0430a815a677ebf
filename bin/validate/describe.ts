import { shownAddress, type Target } from "./target.ts";
import type { StepResult } from "./walk.ts";

const MARKS = { ok: "✓", failed: "✗", skipped: "-" } as const;

/** What is being checked. */
export function describeTarget(target: Target): string {
  const { subDomain } = target.scope;
  return target.standIn
    ? `CARTAAI_API_BASE_URL is not set, so the stand-in is checked (subdomain ${subDomain}).\n\n`
    : `CartaAI at ${shownAddress(target)} (subdomain ${subDomain})\n\n`;
}

export function describeResult({ name, status, detail, advice }: StepResult): string {
  if (status === "failed") return `${MARKS.failed} ${name}\n    ${detail}\n    ${advice}\n`;
  return `${MARKS[status]} ${name}${detail === "" ? "" : ` (${detail})`}\n`;
}

export function describeSummary(results: readonly StepResult[]): string {
  const failed = results.filter(({ status }) => status === "failed").length;
  return failed === 0
    ? `\nEverything that the bridge needs of CartaAI works.\n`
    : `\nCartaAI cannot be used as it is configured.\n`;
}

/** For programs: `{ ok, baseUrl, standIn, subDomain, steps: [{ name, status, detail, advice? }] }`. */
export function toJson(target: Target, steps: readonly StepResult[]): string {
  const report = {
    ok: steps.every(({ status }) => status === "ok"),
    baseUrl: shownAddress(target),
    standIn: target.standIn,
    subDomain: target.scope.subDomain,
    steps,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
