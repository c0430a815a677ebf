import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { partsOf } from "../../functions/sync-events/sequence.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { syncConsumer } from "../replay/sync-consumer.ts";
import { type AgentBench, HANDLED, startAgentBench, taps } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

const text = (said: string) => ({ kind: "text", text: said }) as const;
const state = (step: string) => ({ intent: "menu", step, context: {}, metadata: {} }) as const;

/** The messages of sync.fifo, seen without receiving them. */
const queued = () => {
  const { engine, queueUrl } = bench.stores.queues;
  return engine.messages(queueUrl(SYNC_QUEUE.name));
};

function sync() {
  const { queues, tables } = bench.stores;
  const urls = {
    queue: queues.queueUrl(SYNC_QUEUE.name),
    deadLetters: queues.queueUrl(SYNC_QUEUE.deadLetterName),
  };
  const { engine, client: sqs } = queues;
  return syncConsumer({
    ...{ cartaai: bench.cartaai.url, dynamodb: tables.client },
    ...{ engine, sqs, urls, time: bench.time },
  });
}

describe("what a turn came to", () => {
  it("is one queue message, sent with one request, and reaches CartaAI in order", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [text("Aquí está"), text("¿Algo más?")], state: state("cart") }));
    const lambda = await bench.lambda();

    expect(await lambda.deliver(taps(ana, "menu"))).toEqual(HANDLED);

    const sends = lambda.between.sqs.requests().filter(({ action }) => action.startsWith("SendMessage"));
    expect(sends).toHaveLength(1);
    expect(queued().map(({ body }) => partsOf(body)?.length)).toEqual([3]);

    await sync().work();
    expect(queued()).toEqual([]);
    const transcript = bench.cartaai.transcript(ana.phone ?? "", ana.subDomain);
    expect(transcript.map(({ content }) => content)).toEqual(["Aquí está", "¿Algo más?"]);
    const [conversation] = bench.cartaai.conversations().filter(({ userId }) => userId === ana.phone);
    expect(conversation).toMatchObject({ currentStep: "cart" });
  });

  it("is queued whole or not at all", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [text("Uno"), text("Dos")], state: state("menu") }));
    const lambda = await bench.lambda();
    const turn = taps(ana, "menu");
    lambda.between.sqs.intercept(() => "break");

    expect((await lambda.deliver(turn)).handedBack).toEqual([turn]);
    expect(queued()).toEqual([]);

    lambda.between.sqs.reset();
    expect(await lambda.deliver(turn)).toEqual(HANDLED);
    expect((await bench.events()).map(({ id }) => id)).toEqual([
      `${turn.id}:reply:0`,
      `${turn.id}:reply:1`,
      `${turn.id}:state`,
    ]);
  });

  it("is an event as ever if it is one alone", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [text("Hola")] }));

    expect(await bench.deliver(taps(ana, "menu"))).toEqual(HANDLED);

    expect(queued().map(({ body }) => partsOf(body))).toEqual([undefined]);
    expect(await bench.events()).toMatchObject([{ role: "bot", content: "Hola" }]);
  });
});
