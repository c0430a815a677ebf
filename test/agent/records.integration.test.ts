import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { putItems } from "../../functions/aws/batches.ts";
import { toItem } from "../../functions/aws/items.ts";
import { sessionKey } from "../../functions/sessions/session.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { TURNS_TABLE } from "../../lib/resources.ts";
import { type AgentBench, HANDLED, startAgentBench, taps, turn } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { awsFailure, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { echo } from "../support/scripted-bot.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterEach(async () => {
  bench.bot.plays(echo);
  await bench.events();
  await bench.deadLetters();
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

const MINUTE = 60_000;

/** As a version of tomorrow might have left it. */
const storeUnreadable = (conversation: Conversation) =>
  putItems(bench.stores.tables.client, TURNS_TABLE.name, [
    toItem({ pk: sessionKey(conversation), revision: 7, recent: "not a list any more" }),
  ]);

describe("a stored conversation that is not understood", () => {
  it("has its messages wait, longer each time, and go on once it is", async () => {
    const ana = newConversation();
    await storeUnreadable(ana);
    const question = taps(ana, "menu");
    const waits: (number | undefined)[] = [];
    for (let times = 0; times < 7; times++) waits.push(...(await bench.deliver(question)).seconds);

    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(bench.sentTo(ana)).toEqual([]);
    expect(bench.counted("TurnsRetried")).toBe(7);
    expect(bench.logs.entries()).toContainEqual(
      expect.objectContaining({ message: "A turn failed", reason: "unreadable-record" }),
    );

    await putItems(bench.stores.tables.client, TURNS_TABLE.name, [
      toItem({ pk: sessionKey(ana), revision: 8, recent: [] }),
    ]);
    expect(await bench.deliver(question)).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["You said: [Button] menu"]);
  });

  it("costs those that have waited for too long, and nobody misses what they said", async () => {
    const ana = newConversation();
    await storeUnreadable(ana);
    const early = [
      turn(ana, { kind: "audio", mediaId: "m-1" }, { content: "[Audio message]" }),
      taps(ana, "menu"),
    ];
    await bench.deliver(...early);
    bench.time.now += 15 * MINUTE;
    const late = taps(ana, "hello?");
    const others = newConversation();

    expect((await bench.deliver(...early, late, taps(others, "1"))).handedBack).toEqual([late]);

    const reason = { class: "exhausted", reason: "unreadable-record", attempts: "2" };
    expect(await bench.deadLetters()).toMatchObject([{ told: reason }, { told: reason }]);
    expect(await bench.events()).toMatchObject([
      { id: early[0]?.id, role: "user", content: "[Audio message] (not transcribed)" },
      { role: "bot", conversation: others },
    ]);
    expect(bench.counted("TurnsDeadLettered", { class: "exhausted" })).toBe(2);
  });

  it("gives nothing up that it cannot mirror", async () => {
    const ana = newConversation();
    await storeUnreadable(ana);
    const voice = turn(ana, { kind: "audio", mediaId: "m-1" }, { content: "[Audio message]" });
    const lambda = await bench.lambda();
    lambda.between.sqs.intercept(onAction(["SendMessageBatch"], () => awsFailure));
    await lambda.deliver(voice);
    bench.time.now += 15 * MINUTE;

    expect((await lambda.deliver(voice)).handedBack).toEqual([voice]);
    lambda.between.sqs.reset();
    expect(await lambda.deliver(voice)).toEqual(HANDLED);

    expect(await bench.events()).toMatchObject([{ id: voice.id }]);
    expect(await bench.deadLetters()).toHaveLength(1);
  });

  it("does not bring back what was handled before", async () => {
    const ana = newConversation();
    const question = taps(ana, "menu");
    await bench.deliver(question);
    await storeUnreadable(ana);

    expect(await bench.deliver({ ...question })).toEqual(HANDLED);
    expect(await bench.deadLetters()).toEqual([]);
  });
});
