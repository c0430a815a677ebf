import { round } from "../harness/bars.ts";
import type { Bench, Effort } from "../harness/bench.ts";
import { batchOf, customer, message, turnBatchOf, typed } from "../harness/events.ts";
import { bundled } from "../harness/lambdas.ts";
import { environmentOf, type Surroundings, within } from "../harness/surroundings.ts";
import { webhookOf } from "../harness/webhooks.ts";
import { sharesOf } from "./shares.ts";

/** What each Lambda does most of the time, again and again, by somebody else each time. */
const EVENTS = {
  webhook: (number: number) => {
    const { body, headers } = webhookOf([number % PEOPLE]);
    return { requestContext: { http: { method: "POST" }, requestId: `request-${number}` }, headers, body };
  },
  sync: (number: number) => batchOf([message(customer(number % PEOPLE), "user", "Two lomo saltado, please")]),
  agent: (number: number) => turnBatchOf([typed(customer(number % PEOPLE), "quiero 2 lomo saltado")]),
};
type LambdaName = keyof typeof EVENTS;
const LAMBDAS = Object.keys(EVENTS) as LambdaName[];

const PEOPLE = 50;
/** What takes less than this of every Lambda's time is shown together. */
const WORTH_A_ROW = 0.02;

export const hotPaths: Bench = {
  key: "hotPaths",
  title: "Where the processor's time goes",
  about:
    "V8's profiler in the process of each deployed bundle, warm: one message for the webhook, the sync Lambda and the agent, a new one each time, in conversations that are known; everything else answers at once, from other processes. The innermost function counts, mapped back through the bundle's source map: our own folders, packages by name, and Node.js with its sockets and HTTP. What waits costs nothing here. Found with it and mended: an entry of CartaAI's history was hashed once for each entry that was known, now once; every hash took three calls, now one. What is left is sockets and the SDK, two or three requests in each of these messages; checkpoints stay as small as they are ([0010](decisions/0010-the-conversation-is-a-graph-that-starts-from-a-named-checkpoint.md)), connections are kept, and a message is parsed once where it comes in.",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

async function measure(surroundings: Surroundings, effort: Effort) {
  const aws = await surroundings.aws(0);
  const cartaai = await surroundings.cartaai(0);
  const whatsapp = await surroundings.whatsapp({ latency: 0 });
  const urls = { aws: await aws.url(), cartaai: await cartaai.url(), whatsapp: await whatsapp.url() };
  const environment = environmentOf(urls);
  const shares = {} as Record<LambdaName, ReadonlyMap<string, number>>;
  for (const name of LAMBDAS) shares[name] = await profile(name, surroundings, environment, effort);
  const rows = rowsOf(shares);
  const heads = LAMBDAS.map((name) => round(totalOf(shares[name])));
  return {
    figures: Object.fromEntries(LAMBDAS.map((name) => [name, figuresOf(shares[name])])),
    bars: [],
    tables: [
      {
        headings: ["milliseconds for a message", ...LAMBDAS],
        rows: [["all together", ...heads], ...rows],
      },
    ],
    charts: [],
  };
}

/** @returns milliseconds for an invocation, by who took them */
async function profile(
  name: LambdaName,
  surroundings: Surroundings,
  environment: ReturnType<typeof environmentOf>,
  effort: Effort,
): Promise<ReadonlyMap<string, number>> {
  const entry = `functions/${name}/handler.ts`;
  const lambda = await surroundings.lambda(entry, { environment });
  const times = effort.pick(600, 3);
  // Compiled by then, as it is on a Lambda that is in use.
  for (let number = 0; number < times; number++) await lambda.remote.invoke(EVENTS[name](number));
  await lambda.remote.startProfile();
  for (let number = 0; number < times; number++) await lambda.remote.invoke(EVENTS[name](number));
  const shares = sharesOf(await lambda.remote.endProfile(), bundled(entry).file);
  return new Map([...shares].map(([owner, milliseconds]) => [owner, milliseconds / times]));
}

function rowsOf(shares: Readonly<Record<LambdaName, ReadonlyMap<string, number>>>) {
  const owners = new Set(LAMBDAS.flatMap((name) => [...shares[name].keys()]));
  const timesOf = (owner: string) => LAMBDAS.map((name) => shares[name].get(owner) ?? 0);
  const isWorthARow = (owner: string) =>
    LAMBDAS.some((name) => (shares[name].get(owner) ?? 0) > WORTH_A_ROW * totalOf(shares[name]));
  const [shown, rest] = [[...owners].filter(isWorthARow), [...owners].filter((each) => !isWorthARow(each))];
  const sorted = shown.toSorted((one, other) => sum(timesOf(other)) - sum(timesOf(one)));
  const others = LAMBDAS.map((_, index) => sum(rest.map((owner) => timesOf(owner)[index] ?? 0)));
  return [
    ...sorted.map((owner) => [owner, ...timesOf(owner).map((time) => round(time))]),
    ["others", ...others.map((time) => round(time))],
  ];
}

function figuresOf(shares: ReadonlyMap<string, number>) {
  return Object.fromEntries([...shares].map(([owner, milliseconds]) => [owner, round(milliseconds)]));
}

function totalOf(shares: ReadonlyMap<string, number>): number {
  return sum([...shares.values()]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
