import type { SQSClient } from "@aws-sdk/client-sqs";
import type { CartaAIStandIn } from "../cartaai/server.ts";
import { type Backlog, QueueNotEmptyError, readBacklog } from "../queues/backlog.ts";
import type { System } from "../runtime/system.ts";
import { asSent, NotOfferedError } from "./as-sent.ts";
import { deliver } from "./deliver.ts";
import type { Acknowledgement, Evidence } from "./evidence.ts";
import type { HeldCartaAI } from "./held-cartaai.ts";
import { readCustomers, stateAfter } from "./read-customers.ts";
import type { Delivery, Scenario } from "./scenario.ts";
import type { DemoServices } from "./services.ts";

/** Told how far it is, in words. */
export type Progress = (state: string) => void;

/** Milliseconds that waiting may take, all in all. */
const PATIENCE = 120_000;

/** What is running while a day is played. */
export interface Stage {
  readonly system: System;
  readonly cartaai: HeldCartaAI;
  readonly services: DemoServices;
}

/** Plays a day through a running system, waits until it has reached CartaAI, and gathers what there is to judge. */
export async function play(
  scenario: Scenario,
  stage: Stage,
  progress: Progress,
): Promise<Omit<Evidence, "logs" | "secrets">> {
  const { system, cartaai, services } = stage;
  const { standIn } = cartaai;
  const acknowledgements = await deliverAll(scenario, stage, progress);
  // Before anything is read back: from then on there are calls of our own.
  const calls = standIn.calls();
  const { entries, overwritten } = standIn.ledger();
  const access = { url: standIn.url, apiKey: system.environment.CARTAAI_API_KEY };
  const { sync, turns, syncDeadLetters, turnsDeadLetters } = system.queues;
  return {
    acknowledgements,
    calls,
    customers: await readCustomers(scenario, entries, access),
    sessions: standIn.conversations().length,
    overwritten: overwritten.length,
    sent: services.whatsapp.sent(),
    readReceipts: services.whatsapp.readReceipts(),
    asked: services.asked(),
    orders: standIn.orders(),
    queues: await readBacklogs(system.sqs, [turns, sync]),
    deadLetters: await readBacklogs(system.sqs, [turnsDeadLetters, syncDeadLetters]),
  };
}

async function deliverAll(
  { deliveries }: Scenario,
  stage: Stage,
  progress: Progress,
): Promise<Acknowledgement[]> {
  const { cartaai } = stage;
  const settle = createSettling(stage.system);
  const acknowledgements: Acknowledgement[] = [];
  /** The last call that CartaAI had received when it began to hang. */
  let before: number | undefined;
  for (const [index, delivery] of deliveries.entries()) {
    progress(`Webhook ${index + 1} of ${deliveries.length}: ${delivery.title}`);
    if (delivery.whileCartaAIHangs && before === undefined) {
      before = cartaai.standIn.calls().at(-1)?.sequence ?? 0;
      cartaai.hold();
    }
    const acknowledgement = await post(delivery, stage, before ?? 0);
    if (deliveries[index + 1]?.whileCartaAIHangs) {
      acknowledgements.push(acknowledgement);
      continue;
    }
    cartaai.release();
    before = undefined;
    await settle();
    acknowledgements.push({ ...acknowledgement, state: stateAfter(delivery, cartaai.standIn) });
  }
  return acknowledgements;
}

async function post(
  delivery: Delivery,
  { system, cartaai, services: { whatsapp } }: Stage,
  before: number,
): Promise<Acknowledgement> {
  const webhook = { url: system.addresses.webhook, appSecret: system.environment.WHATSAPP_APP_SECRET };
  const sentBefore = whatsapp.sent().length;
  try {
    const statuses = await deliver(asSent(delivery.items, whatsapp), delivery, webhook);
    return { delivery, statuses, answeredByCartaAI: answeredAfter(before, cartaai.standIn), sentBefore };
  } catch (error) {
    if (!(error instanceof NotOfferedError)) throw error;
    return { delivery, statuses: [], answeredByCartaAI: 0, sentBefore, problem: error.message };
  }
}

function answeredAfter(sequence: number, standIn: CartaAIStandIn): number {
  return standIn.calls().filter((call) => call.sequence > sequence && call.status !== undefined).length;
}

/** @returns what waits until everything was answered and mirrored, all in all no longer than `PATIENCE` */
function createSettling(system: System): () => Promise<void> {
  const deadline = Date.now() + PATIENCE;
  return async () => {
    try {
      await system.waitUntilIdle(Math.max(0, deadline - Date.now()));
    } catch (error) {
      // What has not arrived by then is for the checks to complain of.
      if (!(error instanceof QueueNotEmptyError)) throw error;
    }
  };
}

async function readBacklogs(sqs: SQSClient, queueUrls: readonly string[]): Promise<Backlog> {
  const all = await Promise.all(queueUrls.map((queueUrl) => readBacklog(sqs, queueUrl)));
  return {
    waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
    inFlight: all.reduce((sum, { inFlight }) => sum + inFlight, 0),
  };
}
