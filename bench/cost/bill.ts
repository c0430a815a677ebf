import { BYTES_OUT, DURATIONS, MEMORY, PLATFORM_LOG_BYTES, PRICES, TRACED } from "./assumptions.ts";
import type { MeasuredTurns } from "./measure-turns.ts";

/** A line of the bill for a million turns. */
export interface BillLine {
  readonly what: string;
  /** How many of its unit one turn needs. */
  readonly perTurn: number;
  /** Dollars for a million of the unit. */
  readonly price: number;
}

const GIGABYTE = 1e9;
const MILLION = 1e6;

/** What a million turns cost, line by line; a line's `perTurn * price` is its dollars. */
export function billOf({ perTurn }: MeasuredTurns): readonly BillLine[] {
  const count = (name: string) => perTurn[name] ?? 0;
  const matching = (beginning: string) =>
    Object.entries(perTurn).reduce(
      (sum, [name, value]) => (name.startsWith(beginning) ? sum + value : sum),
      0,
    );
  const messages = count("message webhooks");
  const statuses = count("status webhooks");
  const agent = count("invocations by turns.fifo");
  const sync = count("invocations by sync.fifo");
  const invocations = messages + statuses + agent + sync;
  const logBytes =
    count("log bytes") +
    invocations * PLATFORM_LOG_BYTES.invocation +
    (messages + statuses) * PLATFORM_LOG_BYTES.request;
  const seconds =
    gigabyteSeconds(MEMORY.webhook, messages * DURATIONS.webhook + statuses * DURATIONS.statusWebhook) +
    gigabyteSeconds(MEMORY.agent, agent * DURATIONS.agent) +
    gigabyteSeconds(MEMORY.sync, sync * DURATIONS.sync);
  const calls = count("CartaAI calls") + count("WhatsApp calls");
  return [
    { what: "API Gateway requests", perTurn: messages + statuses, price: PRICES.apiRequests },
    { what: "Lambda invocations", perTurn: invocations, price: PRICES.lambdaRequests },
    { what: "Lambda GB-seconds", perTurn: seconds, price: PRICES.lambdaGigabyteSecond * MILLION },
    { what: "SQS requests", perTurn: matching("SQS "), price: PRICES.sqsRequests },
    { what: "DynamoDB write units", perTurn: count("DynamoDB write units"), price: PRICES.writeUnits },
    { what: "DynamoDB read units", perTurn: count("DynamoDB read units"), price: PRICES.readUnits },
    { what: "log bytes", perTurn: logBytes, price: (PRICES.logGigabyte / GIGABYTE) * MILLION },
    { what: "traces", perTurn: (messages + statuses) * TRACED, price: PRICES.traces },
    { what: "bytes out", perTurn: calls * BYTES_OUT, price: (PRICES.outGigabyte / GIGABYTE) * MILLION },
  ];
}

/** Dollars for a million turns. */
export function totalOf(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { perTurn, price }) => sum + perTurn * price, 0);
}

function gigabyteSeconds(megabytes: number, milliseconds: number): number {
  return (megabytes / 1024) * (milliseconds / 1000);
}
