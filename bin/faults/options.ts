import { randomBytes } from "node:crypto";
import { readOptions } from "../command-line/read-options.ts";
import { UsageError } from "../command-line/usage-error.ts";

const OPTIONS = {
  scenarios: { type: "string", default: "300" },
  seed: { type: "string" },
  scenario: { type: "string" },
  trace: { type: "boolean", default: false },
  outage: { type: "boolean", default: false },
  conversations: { type: "string", default: "2000" },
  record: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** @throws {UsageError} */
export function readFaultsOptions(argv: readonly string[]) {
  const { scenarios, scenario, conversations, seed, ...rest } = readOptions(argv, OPTIONS);
  if (scenario !== undefined && seed === undefined) {
    throw new UsageError(["--scenario needs the --seed that it belongs to"]);
  }
  return {
    ...rest,
    seed: seed ?? randomBytes(4).toString("hex"),
    scenarios: countOf("--scenarios", scenarios, 1),
    scenario: scenario === undefined ? undefined : countOf("--scenario", scenario, 0),
    conversations: countOf("--conversations", conversations, 1),
  };
}

function countOf(option: string, text: string, minimum: number): number {
  const count = Number(text);
  if (/^\d{1,7}$/.test(text) && count >= minimum) return count;
  throw new UsageError([`${option}: expected a whole number, at least ${minimum}`]);
}
