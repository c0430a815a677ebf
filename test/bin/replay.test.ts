import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { replayDeadLetters } from "../../bin/replay/command.ts";
import { createDeadLetterQueue } from "../../functions/queues/dead-letters.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { conversationText } from "../support/conversation-text.ts";
import { LA_TERRAZA, newConversation, newPhone, says } from "../support/conversations.ts";
import { eventually } from "../support/eventually.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { sqsRecord } from "../support/sqs-event.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { newMessage, textWebhook } from "../support/webhook-bodies.ts";
import { recordingTerminal } from "./recording-terminal.ts";
import { runCommand } from "./run-command.ts";

let system: TestSystem;
/** Where the command records what it deletes. */
let record: string;

beforeAll(async () => {
  system = await startTestSystem();
  record = join(await mkdtemp(join(tmpdir(), "replay-")), "record");
});
afterAll(() => system.stop());

const local = () => ({
  AWS_ENDPOINT_URL_SQS: system.environment.AWS_ENDPOINT_URL_SQS,
  AWS_ENDPOINT_URL_DYNAMODB: system.environment.AWS_ENDPOINT_URL_DYNAMODB,
  REPLAY_LOG: record,
});

async function replay(args: readonly string[], environment: Record<string, string> = local()) {
  const terminal = recordingTerminal();
  const status = await replayDeadLetters(args, environment, terminal, new AbortController().signal);
  return { status, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

/** Has a customer write something that CartaAI refuses, once. */
async function refuseMessage(text: string): Promise<{ readonly phone: string; readonly id: string }> {
  const phone = newPhone();
  const { id } = newMessage();
  system.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 1 });
  const answer = await postWebhook(system, textWebhook(LA_TERRAZA, phone, text, { id }));
  expect(answer.status).toBe(200);
  await system.waitUntilIdle();
  return { phone, id };
}

describe("npm run replay", () => {
  it("shows what CartaAI refused, says what it would do, and brings it into CartaAI, as processes of their own", async () => {
    const { phone, id } = await refuseMessage("Quiero dos empanadas");
    expect(conversationText(system, phone)).toEqual([]);

    const list = await runCommand("replay.ts", ["list"], local());
    expect(list.status).toBe(0);
    expect(list.stdout).toContain(eventHash(id));
    expect(list.stdout).toMatch(/http-422 .*\n\n1 dead letter: 1 http-422\.\n$/);
    expect(list.stdout).not.toContain(phone);
    expect(list.stdout).not.toContain("empanadas");

    const preview = await runCommand("replay.ts", ["preview", "--phone", phone], local());
    expect(preview.stdout).toMatch(/http-422 .* apply.*\n\n1 dead letter: 1 apply\.\n$/);
    expect(conversationText(system, phone)).toEqual([]);

    const run = await runCommand("replay.ts", ["run", "--reason", "http-422"], local());
    expect(run).toMatchObject({ status: 0, stdout: "Sent back: 1\n  applied: 1\n" });
    await eventually(() => expect(conversationText(system, phone)).toEqual(["user: Quiero dos empanadas"]));
    expect((await replay(["list"])).stdout).toBe("No dead letter matches.\n");
  });

  it("stops at Ctrl-C with a summary, and the same command continues", async () => {
    const people = Array.from({ length: 8 }, () => newConversation());
    const deadLetters = createDeadLetterQueue(system.sqs, system.queues.syncDeadLetters);
    for (const person of people) {
      const { body, groupId } = toQueueMessage(says(person, "Hola"));
      const reason = { class: "permanent", reason: "http-400", attempts: 1, lastAttemptAt: 0 } as const;
      await deadLetters.put({ record: sqsRecord({ body, groupId }) }, reason);
    }

    const first = await runCommand("replay.ts", ["run", "--rate", "1"], local(), "sent back");
    expect(first).toMatchObject({ status: 1, stderr: expect.stringContaining("Stopping after") });
    expect(first.stdout).toMatch(/^Sent back: [1-7]\nStopped\. What was not sent back is still/);

    expect((await replay(["run"])).status).toBe(0);
    for (const { phone = "" } of people) {
      expect(conversationText(system, phone.slice(1))).toEqual(["user: Hola"]);
    }
    expect((await replay(["list"])).stdout).toBe("No dead letter matches.\n");
  });

  it("answers in JSON for programs, and shows content when it is asked to", async () => {
    const { phone, id } = await refuseMessage("Sin cebolla");

    const { status, stdout } = await replay(["list", "--json", "--show-content", "--ids", id]);

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      action: "list",
      deadLetters: [{ id: eventHash(id), content: "user: Sin cebolla", person: `+${phone} Ana` }],
      summary: { found: 1, byReason: { "http-422": 1 } },
    });
    expect((await replay(["list", "--show-content"])).stdout).toContain("user: Sin cebolla");
    expect((await replay(["discard", "--ids", eventHash(id), "--reason", "a test"])).status).toBe(0);
  });

  it("exits with 1 and says why when something comes back or is not found", async () => {
    const { id } = await refuseMessage("Otra vez no");
    system.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 413, times: 1 });

    const run = await replay(["run", "--ids", id]);
    expect(run).toMatchObject({ status: 1 });
    expect(run.stdout).toContain(
      "Sent back: 1\n  applied: 0\n  came back: 1 http-413\nLeft: 1: 1 came-back\n",
    );

    const discard = await replay(["discard", "--ids", `${id},nothing`, "--reason", "seen by Ana"]);
    expect(discard).toMatchObject({ status: 1, stdout: "Discarded: 1\nNot found: nothing\n" });
    const logged = discard.stderr.split("\n").filter((line) => line.startsWith("{"));
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      {
        ...{ message: "Discarded a dead letter", event: eventHash(id), discardedBecause: "seen by Ana" },
      },
    ]);
  });

  it("records what it discards in a file, below what was there, and says where", async () => {
    const [one, other] = [await refuseMessage("Uno"), await refuseMessage("Otro")];
    const before = await readFile(record, "utf8").catch(() => "");

    const first = await replay(["discard", "--ids", one.id, "--reason", "seen by Ana"]);
    await replay(["discard", "--ids", other.id, "--reason", "seen by Luis"]);

    expect(first.stderr).toContain(`Recorded in ${record}\n`);
    const recorded = await readFile(record, "utf8");
    expect(recorded.startsWith(before)).toBe(true);
    const lines = recorded.slice(before.length).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { time: expect.any(String), event: eventHash(one.id), discardedBecause: "seen by Ana" },
      { time: expect.any(String), event: eventHash(other.id), discardedBecause: "seen by Luis" },
    ]);
  });

  it("says when what it discarded could not be recorded", async () => {
    const { id } = await refuseMessage("Uno");
    const nowhere = join(record, "nowhere");

    const { status, stderr } = await replay(["discard", "--ids", id, "--reason", "a test"], {
      ...local(),
      REPLAY_LOG: nowhere,
    });

    expect(status).toBe(0);
    expect(stderr).toContain(`Not all was recorded in ${nowhere} (`);
    expect(stderr).toContain('"discardedBecause":"a test"');
  });

  it("takes ids that begin with a dash, as an event's hash may", async () => {
    const hash = `-${"x".repeat(21)}`;

    const discard = await replay(["discard", "--ids", `${hash},other`, "--reason", "a test"]);

    expect(discard).toMatchObject({ status: 1, stdout: `Discarded: 0\nNot found: ${hash}, other\n` });
  });

  it("says that there may be more than --limit lets it show", async () => {
    const { id } = await refuseMessage("Uno");

    const { stdout } = await replay(["list", "--limit", "1"]);

    expect(stdout).toMatch(
      /\n1 dead letter: 1 http-422\.\nAs many as --limit allows; there may be more\.\n$/,
    );
    expect((await replay(["discard", "--ids", id, "--reason", "a test"])).status).toBe(0);
  });

  it("names every problem of a command line at once, with the help", async () => {
    const args = [
      "run",
      "--rate",
      "0",
      "--since",
      "yesterday",
      "--class",
      "odd",
      "--queue",
      "orders",
      "--phone",
      "x",
    ];
    const { status, stdout, stderr } = await replay(args, { AWS_ENDPOINT_URL_SQS: "http://localhost:1" });

    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.split("\n\n")[0]?.split("\n")).toEqual([
      expect.stringMatching(/^--queue: expected sync/),
      "--phone: expected a phone number",
      expect.stringMatching(/^--class: /),
      "--since: expected 2h, 3d, 2026-03-01 or 2026-03-01T12:00:00Z",
      "--rate: expected a whole number from 1 to 1000",
      "AWS_ENDPOINT_URL_SQS and AWS_ENDPOINT_URL_DYNAMODB are expected together, or neither",
    ]);
    expect(stderr).toContain("Usage: npm run replay");
  });

  it("asks for the addresses that are missing when it is to work on AWS", async () => {
    const { status, stderr } = await replay(["list"], {});

    expect(status).toBe(2);
    for (const name of ["SYNC_QUEUE_URL", "SYNC_DLQ_URL", "SESSIONS_TABLE", "IDENTITIES_TABLE"]) {
      expect(stderr).toContain(`${name} is not set`);
    }
  });

  it.each([
    ["no command", []],
    ["an unknown command", ["redrive"]],
    ["an option of another command", ["list", "--rate", "5"]],
    ["discard without a reason", ["discard", "--ids", "x"]],
    ["discard without ids", ["discard", "--reason", "x"]],
  ])("answers %s with status 2 and the help", async (_, args) => {
    const { status, stderr } = await replay(args);
    expect(status).toBe(2);
    expect(stderr).toContain("Usage: npm run replay");
  });

  it("prints the help when asked to", async () => {
    for (const args of [["--help"], ["run", "--help"], ["list", "-h"]]) {
      expect(await replay(args)).toMatchObject({ status: 0, stderr: "" });
    }
  });

  it("explains a queue or table that does not exist, and an endpoint that does not answer", async () => {
    const noQueue = await replay([
      "list",
      "--dlq-url",
      `${local().AWS_ENDPOINT_URL_SQS}/000000000000/no.fifo`,
    ]);
    expect(noQueue).toMatchObject({ status: 1, stderr: expect.stringContaining("no such queue") });

    const nowhere = {
      AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:9",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9",
    };
    const unreachable = await replay(["list"], nowhere);
    expect(unreachable).toMatchObject({ status: 1, stderr: expect.stringContaining("does not answer") });
  });
});
