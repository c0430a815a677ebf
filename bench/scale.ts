import { atMost, round } from "./harness/bars.ts";
import type { Bench, Effort } from "./harness/bench.ts";
import { batchOf, customer, message } from "./harness/events.ts";
import type { LambdaProcess } from "./harness/lambda-process.ts";
import { handleBatch } from "./harness/lambdas.ts";
import type { Process } from "./harness/process.ts";
import { mean } from "./harness/statistics.ts";
import { environmentOf, type Surroundings, within } from "./harness/surroundings.ts";
import { webhookOf } from "./harness/webhooks.ts";

const BATCH = 10;
/** Events, and the conversations that they are spread over. */
const RUNS = [
  { events: 1_000, conversations: 100 },
  { events: 10_000, conversations: 1_000 },
  { events: 100_000, conversations: 10_000 },
] as const;
/** The short runs are repeated, before and after the long one. */
const SHORT_RUNS = 5;
const WEBHOOKS = 1_000;
const MEGABYTE = 1024 * 1024;

export const scale: Bench = {
  key: "scale",
  title: "From a thousand events to a hundred thousand",
  about:
    "Batches of ten events of ten conversations go through one execution environment of the sync Lambda, everything else answering at once: 1 000 events of 100 conversations, 10 000 of 1 000, 100 000 of 10 000. Conversations are known beforehand. The runs of 1 000 are repeated before and after the long one. Then 1 000 webhooks of 1 to 1 000 messages go through the webhook Lambda. Memory is the heap in use after a collection.",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

async function measure(surroundings: Surroundings, effort: Effort) {
  const aws = await surroundings.aws(0);
  const cartaai = await surroundings.cartaai(0);
  const environment = environmentOf({ aws: await aws.url(), cartaai: await cartaai.url() });
  const flags = ["--expose-gc"];
  const sync = await surroundings.lambda("functions/sync/handler.ts", { environment, flags });
  const webhook = await surroundings.lambda("functions/webhook/handler.ts", { environment, flags });
  const runs = RUNS.map(({ events, conversations }) => ({
    events: effort.pick(events, Math.max(BATCH, events / 1_000)),
    conversations: effort.pick(conversations, Math.max(BATCH, conversations / 1_000)),
  }));
  await apply(sync, {
    events: runs[2]?.conversations ?? BATCH,
    conversations: runs[2]?.conversations ?? BATCH,
  });
  const syncMemory = await memoryOf(sync);
  const times = await timesOf(sync, runs, effort.pick(SHORT_RUNS, 1));
  const syncGrowth = (await memoryOf(sync)) - syncMemory;
  const webhooks = await measureWebhooks(webhook, effort);
  const growth = (times.at(-1) ?? 0) / (times[0] ?? 1);
  const perEvent = Object.fromEntries(runs.map(({ events }, index) => [events, round(times[index] ?? 0)]));
  return {
    figures: {
      millisecondsForAnEvent: perEvent,
      growth: round(growth),
      syncMemoryGrowth: round(syncGrowth),
      webhook: webhooks,
    },
    bars: [
      atMost("scale: time for an event, 100 000 against 1 000", growth, 1.15),
      atMost("scale: growth of the sync Lambda's memory, MB", syncGrowth, 50),
      atMost("scale: growth of the webhook Lambda's memory, MB", webhooks.memoryGrowth, 50),
    ],
    tables: [
      {
        headings: ["events", "conversations", "ms for an event"],
        rows: runs.map(({ events, conversations }) => [events, conversations, perEvent[events] ?? 0]),
      },
      {
        headings: ["messages in a webhook", "ms for a message"],
        rows: Object.entries(webhooks.millisecondsForAMessage),
      },
    ],
    charts: [
      {
        name: "scale",
        title: "Time for an event",
        unit: "ms",
        values: runs.map(({ events }) => ({
          label: `${events} events`,
          value: perEvent[events] ?? 0,
          ours: true,
        })),
      },
    ],
  };
}

type Run = { readonly events: number; readonly conversations: number };

/** Milliseconds for an event of each run; those of the first are measured before and after the others. */
async function timesOf(sync: Process<LambdaProcess>, runs: readonly Run[], repetitions: number) {
  const samples = runs.map((): number[] => []);
  const sample = async (index: number) => {
    const run = runs[index];
    if (run !== undefined) samples[index]?.push(await apply(sync, run));
  };
  for (let each = 0; each < repetitions; each++) await sample(0);
  for (let index = 1; index < runs.length; index++) await sample(index);
  for (let each = 0; each < repetitions; each++) await sample(0);
  return samples.map(mean);
}

/** @returns milliseconds for an event */
async function apply(sync: Process<LambdaProcess>, { events, conversations }: Run): Promise<number> {
  let milliseconds = 0;
  for (let first = 0; first < events; first += BATCH) {
    const people = Array.from({ length: BATCH }, (_, index) => customer((first + index) % conversations));
    milliseconds += await handleBatch(
      sync,
      batchOf(people.map((person) => message(person, "user", "Two, please"))),
    );
  }
  return milliseconds / events;
}

async function measureWebhooks(webhook: Process<LambdaProcess>, effort: Effort) {
  const sizes = [1, 10, 100, 1_000];
  const samples = new Map(sizes.map((size) => [size, [] as number[]]));
  const post = async (size: number) => {
    const { body, headers } = webhookOf(Array.from({ length: size }, (_, index) => index));
    const requestContext = { http: { method: "POST" }, requestId: "bench" };
    const { result, milliseconds } = await webhook.remote.invoke({ requestContext, headers, body });
    if (JSON.stringify(result) !== '{"statusCode":200}') throw new Error("a webhook was not acknowledged");
    samples.get(size)?.push(milliseconds / size);
  };
  for (const size of sizes) await post(size);
  const memory = await memoryOf(webhook);
  // Most webhooks are small; a few are as large as Meta makes them.
  for (let index = 0; index < effort.pick(WEBHOOKS, 8); index++) {
    await post(sizes[index % 100 === 99 ? 3 : index % 20 === 19 ? 2 : index % 5 === 4 ? 1 : 0] ?? 1);
  }
  return {
    millisecondsForAMessage: Object.fromEntries(
      [...samples].map(([size, each]) => [size, round(mean(each))]),
    ),
    memoryGrowth: round((await memoryOf(webhook)) - memory),
  };
}

/** Megabytes. */
async function memoryOf(lambda: Process<LambdaProcess>): Promise<number> {
  return (await lambda.remote.memory()).heapUsed / MEGABYTE;
}
