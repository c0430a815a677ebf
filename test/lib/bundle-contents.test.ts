import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtHandler, type HandlerName } from "./built-handlers.ts";
import { permissionsOf } from "./permissions.ts";
import { synthesise } from "./synthesis.ts";

const KILOBYTE = 1_000;
const SMALL: readonly HandlerName[] = ["webhook", "sync", "replay"];
const HANDLERS: readonly HandlerName[] = [...SMALL, "agent"];

/** The permission that a command of the SDK needs, by the client that it comes from. */
const PREFIXES: Readonly<Record<string, string>> = {
  "client-dynamodb": "dynamodb",
  "client-sqs": "sqs",
  "client-secrets-manager": "secretsmanager",
};
/** SQS has no permissions of its own for batches. */
const actionOf = (client: string, command: string) => {
  const prefix = PREFIXES[client] ?? client;
  return `${prefix}:${prefix === "sqs" ? command.replace(/Batch$/, "") : command}`;
};

function actionsInBundle(name: HandlerName): string[] {
  const commands = Object.entries(builtHandler(name).inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => /@aws-sdk\/(client-[a-z-]+)\/dist-es\/commands\/(\w+)Command\.js$/.exec(path))
    .filter((match) => match !== null)
    .map(([, client = "", command = ""]) => actionOf(client, command));
  // Part of every DynamoDB client, called only when endpoint discovery is switched on.
  return commands.filter((action) => action !== "dynamodb:DescribeEndpoints").sort();
}

function actionsOfRole(path: string): string[] {
  const sentences = permissionsOf(synthesise("dev"))[path] ?? [];
  const actions = sentences.flatMap(
    (sentence) => sentence.match(/(?<!:)\b(?:dynamodb|sqs|secretsmanager):\w+/g) ?? [],
  );
  return [...new Set(actions)].sort();
}

describe("the bundles", () => {
  it("are small: the webhook's is at most 450 kB", () => {
    for (const name of SMALL) expect(builtHandler(name).bytes).toBeLessThanOrEqual(450 * KILOBYTE);
    expect(statSync(builtHandler("webhook").file).size).toBe(builtHandler("webhook").bytes);
  });

  it.each(HANDLERS)("come with a source map that names our files: %s", (name) => {
    const { file } = builtHandler(name);
    const map = JSON.parse(readFileSync(`${file}.map`, "utf8"));

    expect(readFileSync(file, "utf8")).toContain("//# sourceMappingURL=index.mjs.map");
    expect(map.sources).toContain(`functions/${name}/handler.ts`);
    expect(map.sourcesContent).toBeUndefined();
    expect(existsSync(join(dirname(file), "index.mjs.LEGAL.txt"))).toBe(true);
  });

  it.each(HANDLERS)("hold one credential provider, the environment's: %s", (name) => {
    const inputs = Object.keys(builtHandler(name).inputs);

    expect(inputs).toContain("lib/bundling/environment-credentials.ts");
    expect(inputs.filter((input) => input.includes("/credential-provider-"))).toEqual([]);
  });
});

describe("least privilege", () => {
  it("gives the webhook's role exactly the calls that its bundle can make", () => {
    expect(actionsOfRole("WebhookApi/Webhook/Role")).toEqual(actionsInBundle("webhook"));
  });

  it("gives the replay's role exactly the calls that its bundle can make", () => {
    expect(actionsOfRole("Replay/Replay/Role")).toEqual(actionsInBundle("replay"));
  });

  it("gives the agent's role those, and what Lambda's poller needs", () => {
    const poller = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
    // LangGraph's interface can list the checkpoints of all conversations; the agent never does.
    const actions = actionsInBundle("agent").filter((action) => action !== "dynamodb:Scan");

    expect(actionsOfRole("TurnPipeline/Agent/Role")).toEqual([...actions, ...poller].sort());
  });

  it("gives the sync's role those, and what Lambda's poller needs", () => {
    const poller = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

    expect(actionsOfRole("SyncPipeline/Sync/Role")).toEqual([...actionsInBundle("sync"), ...poller].sort());
  });
});
