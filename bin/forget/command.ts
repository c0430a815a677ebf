import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { awsClientConfig } from "../../functions/aws/client-config.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import type { Terminal } from "../command-line/terminal.ts";
import type { Environment } from "../deployment/outputs.ts";
import { type ForgetRequest, parseCommandLine } from "./command-line.ts";
import { describeReport, type Report, toJson } from "./describe.ts";
import { erase } from "./erase.ts";
import { findTraces } from "./find-traces.ts";
import { HELP } from "./help.ts";

/** `npm run forget`. Returns the exit status; see `HELP`. */
export function forgetPerson(
  argv: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const request = parseCommandLine(argv, environment);
    if (request === "help") {
      terminal.out(HELP);
      return 0;
    }
    const dynamodb = new DynamoDBClient(awsClientConfig(environment, "DYNAMODB"));
    try {
      const report = await forget(request, dynamodb);
      terminal.out(request.json ? toJson(report) : describeReport(report));
      return report.outcome === "under-way" ? 1 : 0;
    } catch (error) {
      terminal.error(`${explain(error)}\n`);
      return 1;
    } finally {
      dynamodb.destroy();
    }
  });
}

async function forget(request: ForgetRequest, dynamodb: DynamoDBClient): Promise<Report> {
  const traces = await findTraces(request, dynamodb);
  const { underWay, identities, sessions, turns, checkpoints } = traces;
  const found = {
    identities: identities.length,
    sessions: sessions.length,
    turns: turns.length,
    checkpoints: checkpoints.length,
  };
  if (request.preview) return { outcome: "preview", found, underWay };
  if (Object.values(found).every((count) => count === 0)) return { outcome: "nothing", found, underWay };
  if (underWay && !request.evenUnderWay) return { outcome: "under-way", found, underWay };
  await erase(traces, request.target, dynamodb);
  return { outcome: "erased", found, underWay };
}

/** Names the error and no more: a message of the SDK's may quote the key that was asked for. */
function explain(error: unknown): string {
  const name = error instanceof Error ? error.name : "an unknown error";
  return `Not everything could be erased: ${name}. Check the region, the credentials and the tables' names, and run it again.`;
}
