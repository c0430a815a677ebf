import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { deleteItems } from "../../functions/aws/batches.ts";
import { toItem } from "../../functions/aws/items.ts";
import type { Turn } from "../../functions/turns/contract.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { json } from "../../local/http/reply.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { type AgentBench, type AgentLambda, HANDLED, startAgentBench, taps } from "../support/agent-bench.ts";
import { LA_TERRAZA, newConversation } from "../support/conversations.ts";
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

const says = (...texts: string[]) => texts.map((text) => ({ kind: "text", text }));
const state = { intent: "menu", step: "browsing", context: {}, metadata: {} };

/** WhatsApp takes so many messages, and then no more until the Lambda's `between.whatsapp` is reset. */
function takesOnly(lambda: AgentLambda, count: number): void {
  let sent = 0;
  lambda.between.whatsapp.intercept(({ body }) => {
    if (!body.toString().includes('"type":"text","text"')) return undefined;
    sent += 1;
    return sent > count ? json(503, {}) : undefined;
  });
}

/** Has a turn decided, and interrupted after so many of its messages. */
async function interrupt(question: Turn, sent = 0): Promise<void> {
  const lambda = await bench.lambda();
  takesOnly(lambda, sent);
  expect((await lambda.deliver(question)).handedBack).toEqual([question]);
}

const ids = async () => (await bench.events()).map(({ id }) => id);

describe("a turn that was decided, and whose messages are gone from the queue", () => {
  it("is ended though its business is unknown by now: what was said is mirrored, and nobody waits for it", async () => {
    const ana = newConversation();
    const other = { ...LA_TERRAZA, phoneNumberId: "4711" };
    await putBusinesses(bench.stores.tables.client, [LA_TERRAZA, other]);
    bench.bot.plays(() => ({ replies: says("1", "2"), state }));
    const question = taps(ana, "menu", { phoneNumberId: other.phoneNumberId });
    await interrupt(question, 1);
    await deleteItems(bench.stores.tables.client, BUSINESSES_TABLE.name, [
      toItem({ phoneNumberId: other.phoneNumberId }),
    ]);
    bench.bot.plays(echo);
    const next = taps(ana, "hello?");
    const lambda = await bench.lambda();

    expect(await lambda.deliver(next)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["1", "You said: [Button] hello?"]);
    expect(await ids()).toEqual([`${question.id}:reply:0`, `${question.id}:state`, `${next.id}:reply:0`]);
    expect(bench.counted("RepliesNotSent", { reason: "not-waited-for" })).toBe(1);
  });

  it("is ended when the next message is for the unknown business as well, which is then a dead letter", async () => {
    const ana = newConversation();
    const other = { ...LA_TERRAZA, phoneNumberId: "4712" };
    await putBusinesses(bench.stores.tables.client, [LA_TERRAZA, other]);
    bench.bot.plays(() => ({ replies: says("1", "2") }));
    const question = taps(ana, "menu", { phoneNumberId: other.phoneNumberId });
    await interrupt(question, 1);
    await deleteItems(bench.stores.tables.client, BUSINESSES_TABLE.name, [
      toItem({ phoneNumberId: other.phoneNumberId }),
    ]);
    const lambda = await bench.lambda();

    expect(await lambda.deliver(taps(ana, "hello?", { phoneNumberId: other.phoneNumberId }))).toEqual(
      HANDLED,
    );

    expect(await ids()).toEqual([`${question.id}:reply:0`]);
    expect(await bench.deadLetters()).toMatchObject([{ told: { reason: "unknown-business" } }]);
  });
});
