import { readableReply } from "../replies/readable.ts";
import {
  type OrderEvent,
  type StateEvent,
  SYNC_EVENT_VERSION,
  type SyncEvent,
  UNKNOWN_TIME,
} from "../sync-events/contract.ts";
import { eventIds } from "../sync-events/ids.ts";
import { sha256 } from "../sync-events/queue-message.ts";
import type { TurnUnderWay } from "./conversation-record.ts";
import { saidReplies } from "./deliver-replies.ts";
import type { BegunTurn } from "./turn-context.ts";

/**
 * Tells CartaAI what the turn came to, in this order: what the bot said, the state if it has changed, the order. All of it
 * travels as one queue message (docs/decisions/0019); ids make a repetition harmless.
 *
 * @throws {QueueUnavailableError}
 */
export async function publishOutcome({ turn, record, dependencies }: BegunTurn): Promise<void> {
  const state = stateEvent(turn);
  const digest = turn.outcome?.state && sha256(JSON.stringify(turn.outcome.state));
  const hasChanged = digest !== undefined && digest !== record.state;
  const events: SyncEvent[] = [...botMessages(turn)];
  if (state !== undefined && hasChanged) events.push(state);
  const order = orderEvent(turn);
  if (order !== undefined) events.push(order);
  if (events.length > 0) await dependencies.events.publishTogether(events);
  if (digest !== undefined) record.state = digest;
}

/** What the events of a turn have in common. @param occurredAt ISO time, the same on whatever attempt */
export function commonFields({ conversation, correlationId }: TurnUnderWay, occurredAt: string) {
  return {
    version: SYNC_EVENT_VERSION,
    conversation,
    occurredAt,
    ...(correlationId !== undefined && { correlationId }),
  } as const;
}

function botMessages(turn: TurnUnderWay): SyncEvent[] {
  const common = commonFields(turn, timeOf(turn.outcome));
  return saidReplies(turn).map(({ reply, index }) => ({
    ...common,
    type: "message",
    id: eventIds.reply(turn.id, index),
    role: "bot",
    content: readableReply(reply),
  }));
}

function stateEvent(turn: TurnUnderWay): StateEvent | undefined {
  const { outcome, id } = turn;
  if (outcome?.state === undefined) return undefined;
  return {
    ...commonFields(turn, timeOf(outcome)),
    type: "state",
    id: eventIds.state(id),
    ...outcome.state,
    isActive: true,
  };
}

/** When it was written down what the turn has come to. */
function timeOf(outcome: TurnUnderWay["outcome"]): string {
  return outcome === undefined ? UNKNOWN_TIME : new Date(outcome.at).toISOString();
}

function orderEvent(turn: TurnUnderWay): OrderEvent | undefined {
  const order = turn.outcome?.order ?? placedOrder(turn);
  if (order === undefined) return undefined;
  // A turn that is given up after its order was placed has no outcome; the order exists all the same.
  // The sample restaurant's orders know no attempt.
  const startedAt = turn.wanted?.attempt?.startedAt ?? UNKNOWN_TIME;
  const occurredAt = turn.outcome === undefined ? startedAt : timeOf(turn.outcome);
  const { orderId, orderNumber } = order;
  return {
    ...commonFields(turn, occurredAt),
    type: "order",
    id: eventIds.order(turn.id, orderId),
    orderId,
    ...(orderNumber !== undefined && { orderNumber }),
  };
}

function placedOrder({ wanted }: TurnUnderWay) {
  return wanted?.outcome?.status === "placed" ? wanted.outcome : undefined;
}
