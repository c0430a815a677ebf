import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { replayDeadLetters } from "../../bin/replay/command.ts";
import { IDENTITIES_TABLE, SESSIONS_TABLE } from "../../lib/resources.ts";
import { json } from "../../local/http/reply.ts";
import { conversationText } from "../support/conversation-text.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { BOT_SECRET, echo, type ScriptedBot, startBot } from "../support/scripted-bot.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { textWebhook } from "../support/webhook-bodies.ts";
import { recordingTerminal } from "./recording-terminal.ts";
import { runCommand } from "./run-command.ts";

vi.setConfig(PATIENT);

let bot: ScriptedBot;
let system: TestSystem;
/** What `npm run deploy` would have written about a stage "trial", which is the running system. */
let outputs: string;

beforeAll(async () => {
  bot = await startBot();
  system = await startTestSystem({
    environment: { AGENT: "http", AGENT_URL: bot.url, AGENT_SECRET: BOT_SECRET, TURN_PAUSE_SECONDS: "0" },
  });
  outputs = join(await mkdtemp(join(tmpdir(), "replay-")), "cdk-outputs.json");
  const trial = {
    SyncQueueUrl: system.queues.sync,
    SyncDeadLettersUrl: system.queues.syncDeadLetters,
    TurnsQueueUrl: system.queues.turns,
    TurnsDeadLettersUrl: system.queues.turnsDeadLetters,
    SessionsTable: SESSIONS_TABLE.name,
    IdentitiesTable: IDENTITIES_TABLE.name,
  };
  await writeFile(outputs, JSON.stringify({ "conversation-bridge-trial": trial }));
});
afterAll(async () => {
  await system.stop();
  await bot.stop();
});

const endpoints = () => ({
  AWS_ENDPOINT_URL_SQS: system.environment.AWS_ENDPOINT_URL_SQS,
  AWS_ENDPOINT_URL_DYNAMODB: system.environment.AWS_ENDPOINT_URL_DYNAMODB,
});

async function replay(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const terminal = recordingTerminal();
  const status = await replayDeadLetters(args, environment, terminal, new AbortController().signal);
  return { status, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

/** Has somebody write something that the bot refuses. */
async function leaveUnanswered(text: string): Promise<string> {
  const phone = newPhone();
  bot.plays(() => json(400, { error: "not understood" }));
  await postWebhook(system, textWebhook(LA_TERRAZA, phone, text));
  await system.waitUntilIdle();
  bot.plays(echo);
  return phone;
}

describe("npm run replay -- --queue turns", () => {
  it("shows what was not answered, and has it answered, as a process of its own", async () => {
    const phone = await leaveUnanswered("¿Hay mesa?");
    const turns = ["--queue", "turns"];

    const list = await replay(["list", ...turns, "--show-content"], endpoints());
    expect(list).toMatchObject({ status: 0, stdout: expect.stringContaining("user: ¿Hay mesa?") });
    expect(list.stdout).toMatch(/1 dead letter: 1 agent-failed\.\n$/);
    const preview = await replay(["preview", ...turns], endpoints());
    expect(preview.stdout).toMatch(
      /agent-failed .* send back; the agent leaves it out if .*\n\n1 dead letter: 1 apply\.\n$/,
    );
    expect(preview.stdout).not.toContain("mesa");
    expect((await replay(["list"], endpoints())).stdout).toBe("No dead letter matches.\n");

    const run = await runCommand("replay.ts", ["run", ...turns], endpoints());

    // Nothing is recorded of turns, so nothing is waited for.
    expect(run).toMatchObject({ status: 0, stdout: "Sent back: 1\n" });
    await eventually(() => expect(conversationText(system, phone)).toContain("bot: You said: ¿Hay mesa?"));
    expect((await replay(["list", ...turns], endpoints())).stdout).toBe("No dead letter matches.\n");
  });

  it("takes the addresses from the outputs of the stage that is named, over what the environment says", async () => {
    const phone = await leaveUnanswered("¿Abren hoy?");
    const elsewhere = `${endpoints().AWS_ENDPOINT_URL_SQS}/000000000000/elsewhere.fifo`;
    const environment = {
      ...{ ...endpoints(), CDK_OUTPUTS: outputs },
      ...{ TURNS_QUEUE_URL: elsewhere, TURNS_DLQ_URL: elsewhere, SYNC_DLQ_URL: elsewhere },
    };

    const sync = await replay(["list", "--stage", "trial"], environment);
    expect(sync).toMatchObject({ status: 0, stdout: "No dead letter matches.\n" });
    const run = await replay(["run", "--stage", "trial", "--queue", "turns"], environment);

    expect(run).toMatchObject({ status: 0, stdout: "Sent back: 1\n" });
    await eventually(() => expect(conversationText(system, phone)).toContain("bot: You said: ¿Abren hoy?"));
  });

  it("says where the outputs of a stage come from when they are not at hand", async () => {
    const unknown = await replay(["list", "--stage", "prod"], { ...endpoints(), CDK_OUTPUTS: outputs });
    const nowhere = await replay(["list", "--stage", "prod"], { ...endpoints(), CDK_OUTPUTS: "/nowhere" });

    expect(unknown).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("npm run deploy -- -c stage=prod"),
    });
    expect(nowhere).toMatchObject({ status: 2, stderr: expect.stringContaining("npm run deploy writes it") });
  });
});
