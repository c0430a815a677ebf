import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { markKey } from "../../functions/agent/turn-store.ts";
import { putItems } from "../../functions/aws/batches.ts";
import { toItem } from "../../functions/aws/items.ts";
import { sessionKey } from "../../functions/sessions/session.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { TURNS_TABLE } from "../../lib/resources.ts";
import { draft } from "../restaurant/restaurant-bench.ts";
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
    await storeUnreadable(ana);
    const pk = markKey({ subDomain: ana.subDomain, message: eventHash(question.id) });
    await putItems(bench.stores.tables.client, TURNS_TABLE.name, [toItem({ pk })]);
    bench.time.now += 15 * MINUTE;

    expect(await bench.deliver(question)).toEqual(HANDLED);
    expect(await bench.deadLetters()).toEqual([]);
  });
});

describe("an answer that a stored conversation has no room for", () => {
  const KB = 1024;
  const large = (kilobytes: number) => "x".repeat(kilobytes * KB);
  const tooLarge = { class: "permanent", reason: "answer-too-large" };
  const wish = ({ phone = "" }: Conversation, notes?: string) => ({
    kind: "place",
    draft: draft({ customer: { name: "Ana", phone }, ...(notes !== undefined && { notes }) }),
  });

  it("costs that turn at once, and the conversation goes on from where it was", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [], memory: large(200) }));
    await bench.deliver(taps(ana, "a"));
    // Over HTTP an answer is not even read beyond 256 kB.
    const agent = {
      answer: async () => ({ replies: [{ kind: "text", text: large(220) } as const], memory: large(110) }),
    };
    const lambda = await bench.lambda({}, [], { agent });

    expect(await lambda.deliver(taps(ana, "b"))).toEqual(HANDLED);

    expect(await bench.deadLetters()).toMatchObject([{ told: tooLarge }]);
    bench.bot.plays(({ memory }) => ({ replies: [{ kind: "text", text: `${memory?.length}` }] }));
    await bench.deliver(taps(ana, "c"));
    expect(bench.sentTo(ana).at(-1)).toBe(String(200 * KB));
  });

  it("places no order when the wish for it is too large", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [], memory: large(200) }));
    await bench.deliver(taps(ana, "a"));
    bench.bot.plays(() => ({ replies: [], order: wish(ana, large(150)), memory: "wanted" }));

    expect(await bench.deliver(taps(ana, "confirm"))).toEqual(HANDLED);

    expect(await bench.deadLetters()).toMatchObject([{ told: tooLarge }]);
    expect(bench.cartaai.orders()).toEqual([]);
  });

  it("gives a turn up whose order was placed, with the order linked, and nothing orders it again", async () => {
    const ana = newConversation();
    bench.bot.plays(({ orderOutcome }) =>
      orderOutcome === undefined
        ? { replies: [{ kind: "text", text: large(200) }], order: wish(ana), memory: "wanted" }
        : { replies: [{ kind: "text", text: large(200) }] },
    );
    const confirmation = taps(ana, "confirm");

    expect(await bench.deliver(confirmation)).toEqual(HANDLED);

    expect(await bench.deadLetters()).toMatchObject([{ told: tooLarge }]);
    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(/^Disculpa/)]);
    const [order] = bench.cartaai.orders();
    expect((await bench.events()).map(({ id }) => id)).toEqual([
      `${confirmation.id}:apology`,
      `${confirmation.id}:order:${order?._id}`,
    ]);
    bench.bot.plays(echo);
    await bench.deliver({ ...confirmation }, taps(ana, "hello?"));
    expect(bench.bot.asked().at(-1)?.memory).toBe("wanted");
    expect(bench.cartaai.orders()).toHaveLength(1);
  });

  it("is none when the wish for an order is dropped with its answer", async () => {
    const ben = newConversation();
    bench.bot.plays(({ orderOutcome }) =>
      orderOutcome === undefined
        ? { replies: [], order: wish(ben, large(120)), memory: large(80) }
        : { replies: [{ kind: "text", text: "It is ordered" }], memory: large(150) },
    );

    expect(await bench.deliver(taps(ben, "confirm"))).toEqual(HANDLED);
    expect(bench.sentTo(ben)).toEqual(["It is ordered"]);
  });
});
