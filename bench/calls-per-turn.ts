import { atMost, round } from "./harness/bars.ts";
import type { Bench, Effort } from "./harness/bench.ts";
import { customer, syncBatchOf, turnMessages } from "./harness/events.ts";
import { handleBatch } from "./harness/lambdas.ts";
import { environmentOf, type Surroundings, within } from "./harness/surroundings.ts";
import { postText, webhookUrl } from "./harness/webhooks.ts";

/** Turns of one conversation. The earlier design's figure was measured with six. */
const TURNS = 6;
const BURST = 10;
/** A FIFO queue hands Lambda no more. */
const FIFO_BATCH = 10;

export const callsPerTurn: Bench = {
  key: "callsPerTurn",
  title: "Calls of CartaAI for a turn",
  about:
    "A turn is a message of the customer's, the bot's answer, and the state. In steady state the session is known and each turn comes alone. A burst is ten turns of one conversation that have piled up; handled in one batch, only the last state is sent ([0007](decisions/0007-only-the-last-state-of-a-batch.md)). A FIFO queue gives Lambda ten messages at a time, and a turn is two of them ([0019](decisions/0019-what-a-turn-came-to-is-one-message.md)), so the burst in batches of ten is shown, too. The earlier design is the one that answers inside the webhook request, run against the same stand-in, with six messages in each conversation.",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

async function measure(surroundings: Surroundings, effort: Effort) {
  const conversations = effort.pick(20, 2);
  const aws = await surroundings.aws(0);
  const cartaai = await surroundings.cartaai(0);
  const environment = environmentOf({ aws: await aws.url(), cartaai: await cartaai.url() });
  const sync = await surroundings.lambda("functions/sync/handler.ts", { environment });
  const inline = await surroundings.lambda("bench/alternatives/inline-webhook.ts", {
    environment,
    http: true,
  });
  const people = Array.from({ length: conversations }, (_, number) => customer(number));

  /** Calls for each of so many turns. */
  async function counted(turns: number, work: () => Promise<void>): Promise<number> {
    const before = await cartaai.calls();
    await work();
    return ((await cartaai.calls()) - before) / turns;
  }
  const eachAlone = async () => {
    for (const person of people) await handleBatch(sync, syncBatchOf(turnMessages(person)));
  };
  const burst = (size: number) => async () => {
    for (const person of people) {
      const messages = Array.from({ length: BURST }, () => turnMessages(person)).flat();
      for (let start = 0; start < messages.length; start += size)
        await handleBatch(sync, syncBatchOf(messages.slice(start, start + size)));
    }
  };
  const answeredInline = async () => {
    const url = webhookUrl(await inline.remote.port());
    for (let turn = 0; turn < TURNS; turn++)
      for (const number of people.keys()) await postText(url, 1000 + number);
  };

  const first = await counted(conversations, eachAlone);
  const steady = await counted(conversations, eachAlone);
  const oneBatch = await counted(conversations * BURST, burst(2 * BURST));
  const inTens = await counted(conversations * BURST, burst(FIFO_BATCH));
  const earlier = await counted(conversations * TURNS, answeredInline);
  const figures = {
    ...{ first, steady, burst: oneBatch, burstInBatchesOfTen: round(inTens), earlierDesign: round(earlier) },
  };
  return {
    figures,
    bars: [
      atMost("callsPerTurn: steady state", steady, 3),
      atMost("callsPerTurn: a burst of ten turns in one batch", oneBatch, 2.1),
    ],
    tables: [
      {
        headings: ["a turn", "calls of CartaAI"],
        rows: [
          ["the first of a conversation", first],
          ["steady state", steady],
          ["of ten in one batch", oneBatch],
          ["of ten in batches of ten messages", figures.burstInBatchesOfTen],
          ["the earlier design", figures.earlierDesign],
        ],
      },
    ],
    charts: [
      {
        name: "calls-per-turn",
        title: "Calls of CartaAI for a turn",
        unit: "",
        values: [
          { label: "the earlier design", value: figures.earlierDesign, ours: false },
          { label: "steady state", value: steady, ours: true },
          { label: "in a burst", value: oneBatch, ours: true },
        ],
      },
    ],
  };
}
