import { MEMORY, PRICES } from "../cost/assumptions.ts";
import { atLeast, atMost, round } from "../harness/bars.ts";
import type { Bench, Effort } from "../harness/bench.ts";
import { type Surroundings, within } from "../harness/surroundings.ts";
import { type Handlers, LAMBDAS, startPipeline } from "./pipeline.ts";

const OURS: Handlers = { agent: "functions/agent/handler.ts", sync: "functions/sync/handler.ts" };
const POWERTOOLS: Handlers = {
  agent: "bench/alternatives/powertools-agent-once.ts",
  sync: "bench/alternatives/powertools-sync-once.ts",
};
export const awsRequests: Bench = {
  key: "awsRequests",
  title: "What a turn costs at AWS",
  about:
    "A customer writes, and everything that follows from it happens: webhook, turn, reply, and what CartaAI is told of it; again and again, in conversations that go on. Requests are counted where they arrive, polls and deletes included, from the deployed bundles and from what invokes them; polls that find nothing are not a turn's and are left out. Prices are those of [cost.md](cost.md), which counts more around a turn: delivery reports, logs, and the latencies of real services. The alternative is the same pipeline with Powertools' idempotency around each turn and each event in place of our marks and watermarks.\n\nWhere the requests go: what a turn came to is one queue message ([0019](decisions/0019-what-a-turn-came-to-is-one-message.md)), so a lone turn reaches the sync Lambda in two batches: what was said, and what it came to. Each queue message is a receive and a delete of its event source's, and what must not happen twice is written down before it happens and after. What was handled is remembered by the conversation's own item, and marked 25 at a time; a warm Lambda goes by memory wherever a write would tell it that its memory is old ([0020](decisions/0020-marks-are-written-late.md)). When many people write at once, batches hold several conversations, and reads, receives and deletes are shared.",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

/** What a customer goes on writing, so that every turn changes the state. */
const TEXTS = ["menú", "quiero 2 lomo saltado", "carrito", "vaciar carrito"] as const;

function textOf(turn: number, people: number): string {
  return TEXTS[Math.floor(turn / people) % TEXTS.length] ?? TEXTS[0];
}

interface Turn {
  /** By operation. */
  readonly requests: Readonly<Record<string, number>>;
  /** By who asked. */
  readonly stages: Readonly<Record<string, number>>;
  readonly total: number;
  readonly lambdaMilliseconds: number;
  readonly lambdaInvocations: number;
  /** US dollars for a million of them. */
  readonly million: number;
}

async function measure(surroundings: Surroundings, effort: Effort) {
  const ours = await measurePipeline(OURS, surroundings, effort);
  const powertools = await measurePipeline(POWERTOOLS, surroundings, effort);
  const fewer = 1 - ours.total / powertools.total;
  const operations = [...new Set([ours, powertools].flatMap(({ requests }) => Object.keys(requests)))].sort();
  return {
    figures: { ours, powertools, fewer: round(fewer) },
    bars: [
      atMost("awsRequests: requests for a turn", ours.total, 20),
      atLeast("awsRequests: share fewer than with Powertools' idempotency", fewer, 0.25),
    ],
    tables: [
      {
        headings: ["for a turn", "ours", "Powertools' idempotency"],
        rows: [
          ...operations.map((name) => [name, ours.requests[name] ?? 0, powertools.requests[name] ?? 0]),
          ["all requests", ours.total, powertools.total],
          ["Lambda invocations", ours.lambdaInvocations, powertools.lambdaInvocations],
          ["Lambda milliseconds", ours.lambdaMilliseconds, powertools.lambdaMilliseconds],
          ["US$ for a million turns", ours.million, powertools.million],
        ],
      },
      {
        headings: ["requests for a turn", "ours", "Powertools' idempotency"],
        rows: Object.keys(ours.stages).map((name) => [
          name,
          ours.stages[name] ?? 0,
          powertools.stages[name] ?? 0,
        ]),
      },
    ],
    charts: [
      {
        name: "aws-requests",
        title: "Requests to AWS for a turn",
        unit: "",
        values: [
          { label: "ours", value: ours.total, ours: true },
          { label: "Powertools' idempotency", value: powertools.total, ours: false },
        ],
      },
    ],
  };
}

async function measurePipeline(
  handlers: Handlers,
  surroundings: Surroundings,
  effort: Effort,
): Promise<Turn> {
  const pipeline = await startPipeline(surroundings, handlers);
  const people = effort.pick(4, 1);
  const turns = effort.pick(80, 2);
  // Until watermarks are full, so that what is counted goes on like this for ever.
  const warmUp = effort.pick(14, 3) * people;
  for (let turn = 0; turn < warmUp; turn++) await pipeline.turn(turn % people, textOf(turn, people));
  pipeline.forget();
  await pipeline.aws.forgetRequests();
  for (let turn = 0; turn < turns; turn++) await pipeline.turn(turn % people, textOf(turn, people));
  const counted = await pipeline.aws.requests();
  const askedBy = await pipeline.aws.requestsBy();
  const units = await pipeline.aws.units();
  const spent = Object.values(pipeline.spent);
  const gigabyteSeconds = LAMBDAS.map((name) => pipeline.spent[name].milliseconds * MEMORY[name]).reduce(add);
  await pipeline.stop();
  const requests = Object.fromEntries(
    Object.entries(counted).map(([operation, count]) => [operation, round(count / turns)]),
  );
  const perTurn = (counts: readonly number[]) => counts.reduce(add, 0) / turns;
  const invocations = perTurn(spent.map((each) => each.invocations));
  return {
    requests,
    stages: Object.fromEntries(
      [...LAMBDAS, ""].map((name) => [name || "event sources", round((askedBy[name] ?? 0) / turns)]),
    ),
    total: round(perTurn(Object.values(counted))),
    lambdaMilliseconds: round(perTurn(spent.map((each) => each.milliseconds))),
    lambdaInvocations: round(invocations),
    million: round(
      PRICES.apiRequests +
        perTurn(SQS_OPERATIONS.map((operation) => counted[operation] ?? 0)) * PRICES.sqsRequests +
        (units.read / turns) * PRICES.readUnits +
        (units.write / turns) * PRICES.writeUnits +
        invocations * PRICES.lambdaRequests +
        (gigabyteSeconds / 1000 / 1024 / turns) * 1e6 * PRICES.lambdaGigabyteSecond,
    ),
  };
}

const SQS_OPERATIONS = [
  "SendMessageBatch",
  "ReceiveMessage",
  "DeleteMessageBatch",
  "ChangeMessageVisibilityBatch",
];

function add(one: number, other: number): number {
  return one + other;
}
