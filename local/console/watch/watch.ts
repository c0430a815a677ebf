import type { SystemObserver } from "../../runtime/observer.ts";
import type { System } from "../../runtime/system.ts";
import type { Customer, Mirror } from "../api.ts";
import type { Change, OnChange } from "./changes.ts";
import { createMemory, isoTime, type Memory } from "./memory.ts";
import { type MirrorWatch, ownerTest, watchMirror } from "./mirror.ts";
import { roleOf } from "./queue-messages.ts";
import { watchCalls } from "./watch-calls.ts";
import { watchLogs } from "./watch-logs.ts";
import { watchOutbox } from "./watch-outbox.ts";
import { noteMoved, watchQueues } from "./watch-queues.ts";
import { watchWebhooks } from "./watch-webhooks.ts";

/** Milliseconds between two looks at what tells nothing by itself. */
const INTERVAL = 100;

/** Everything that is seen of a running system, from outside of its Lambdas. */
export interface Watch {
  readonly memory: Memory;
  /** To be given to the system that is watched. */
  readonly observer: SystemObserver;
  /** To be told of everything that the Lambdas write. */
  readonly onOutput: (text: string) => void;
  /** Begins to look into the stand-ins of the running system. */
  attach(system: System): void;
  /** CartaAI's side; undefined where a real CartaAI replaces the stand-in. */
  mirror(customer: Customer): Mirror | undefined;
  /** Tells what at CartaAI is this customer's. */
  ownerTest(customer: Customer): ReturnType<typeof ownerTest>;
  subscribe(listener: OnChange): () => void;
  stop(): void;
}

export function createWatch(): Watch {
  const listeners = new Set<OnChange>();
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  const memory = createMemory(tell);
  let appSecrets: readonly string[] = [];
  let businesses: System["businesses"] = [];
  let drainOutbox: () => void = () => undefined;
  let mirror: MirrorWatch | undefined;
  let timer: NodeJS.Timeout | undefined;

  const onWebhook = watchWebhooks(memory, () => appSecrets);
  const onCall = watchCalls(memory);

  return {
    memory,
    observer: {
      onInvocation: (invocation) => {
        if (invocation.lambda === "webhook") onWebhook(invocation);
      },
      onQueueAction: watchQueues(memory),
      onCall: (service, call) => {
        onCall(service, call);
        if (service === "whatsapp" && call.status !== undefined) drainOutbox();
      },
    },
    onOutput: watchLogs(memory),
    attach(system) {
      const { WHATSAPP_APP_SECRET } = system.environment;
      appSecrets = [WHATSAPP_APP_SECRET];
      businesses = system.businesses;
      if (system.whatsapp) drainOutbox = watchOutbox(memory, system.whatsapp);
      if (system.cartaai) mirror = watchMirror(memory, system.cartaai, system.businesses);
      timer = setInterval(() => {
        drainOutbox();
        noteWhatSqsMoved(memory, system);
        for (const customerId of mirror?.refresh() ?? []) tell({ kind: "mirror", customerId });
      }, INTERVAL);
      timer.unref();
    },
    ownerTest: (customer) => ownerTest(customer, businesses),
    mirror: (customer) => mirror?.read(customer),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => clearInterval(timer),
  };
}

function noteWhatSqsMoved(memory: Memory, { queueEngine, queues }: System): void {
  for (const url of [queues.syncDeadLetters, queues.turnsDeadLetters]) {
    const role = roleOf(url);
    for (const message of role ? queueEngine.messages(url) : []) {
      if (role === undefined || message.deadLetterSourceArn === undefined) continue;
      noteMoved(memory, role, { ...message, attributes: { ...message.attributes } }, isoTime(Date.now()));
    }
  }
}
