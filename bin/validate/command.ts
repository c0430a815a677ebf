import { createTransport } from "../../functions/cartaai/transport.ts";
import { InvalidEnvironmentError } from "../../functions/configuration/parse-environment.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import { readOptions } from "../command-line/read-options.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { describeResult, describeSummary, describeTarget, toJson } from "./describe.ts";
import { HELP } from "./help.ts";
import { readSettings } from "./settings.ts";
import { validationSteps } from "./steps.ts";
import { openTarget } from "./target.ts";
import { takeSteps } from "./walk.ts";

const OPTIONS = {
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** `npm run validate`. Returns the exit status; see `HELP`. */
export function validateCartaAI(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const { json, help } = readOptions(argv, OPTIONS);
    if (help) {
      terminal.out(HELP);
      return 0;
    }
    try {
      return await validate(json, environment, terminal);
    } catch (error) {
      if (!(error instanceof InvalidEnvironmentError)) throw error;
      terminal.error(`${error.message}\n`);
      return 1;
    }
  });
}

async function validate(
  json: boolean,
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  const target = await openTarget(readSettings(environment));
  try {
    if (!json) terminal.out(describeTarget(target));
    const { baseUrl, apiKey, agentPrefix, timeout } = target;
    const call = createTransport({ baseUrl, apiKey: () => apiKey, agentPrefix, timeout });
    const results = await takeSteps(validationSteps(target, call), target, (result) => {
      if (!json) terminal.out(describeResult(result));
    });
    terminal.out(json ? toJson(target, results) : describeSummary(results));
    return results.every(({ status }) => status === "ok") ? 0 : 1;
  } finally {
    await target.close();
  }
}
