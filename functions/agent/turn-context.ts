import type { Business } from "../businesses/business.ts";
import type { ConversationRecord, TurnUnderWay } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";

/** A conversation whose messages are being handled. */
export interface ConversationContext {
  readonly record: ConversationRecord;
  /** Epoch milliseconds by which everything has to be recorded. */
  readonly deadline: number;
  readonly dependencies: AgentDependencies;
}

/** A conversation with a turn under way: the one in its record. */
export interface BegunTurn extends ConversationContext {
  readonly turn: TurnUnderWay;
}

/** What every step of a turn needs. */
export interface TurnContext extends BegunTurn {
  readonly business: Business;
}

/** What may be logged of a turn. */
export function fieldsOfTurn({ messages, conversation, correlationId, attempts }: TurnUnderWay) {
  return { event: messages[0], subDomain: conversation.subDomain, correlationId, attempts };
}
