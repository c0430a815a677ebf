import * as z from "zod/mini";
import type { Business } from "../businesses/business.ts";
import { replySchema } from "../replies/reply.ts";
import { orderDraftSchema } from "../restaurant/order.ts";
import { type Conversation, orderEventSchema, stateEventSchema } from "../sync-events/contract.ts";
import type { TurnInput } from "../turns/contract.ts";

/** A message of the turn, its audio or image already turned into text. */
export interface TurnMessage {
  readonly id: string;
  /** As the transcript shows it. */
  readonly content: string;
  readonly input: Exclude<TurnInput, { kind: "audio" | "image" | "staff" }>;
}

export interface TurnRequest {
  /** Of the turn: the id of its first message. */
  readonly id: string;
  readonly conversation: Conversation;
  readonly business: Business;
  /** In order; empty when the agent is told what became of an order that it wanted placed. */
  readonly messages: readonly TurnMessage[];
  /** What the agent gave with its last committed answer; its own to read. */
  readonly memory?: string;
  readonly orderOutcome?: OrderOutcome;
  readonly correlationId?: string;
  /** Epoch milliseconds by which the answer has to be there. */
  readonly deadline: number;
}

export const orderOutcomeSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("placed"), orderId: z.string(), orderNumber: z.optional(z.string()) }),
  /** CartaAI refused it for good; the cart is as it was. */
  z.object({ status: z.literal("refused") }),
]);
export type OrderOutcome = z.infer<typeof orderOutcomeSchema>;

/** As the contract has it: what no event could carry is no answer. */
export const conversationStateSchema = z.pick(stateEventSchema, {
  intent: true,
  step: true,
  context: true,
  metadata: true,
});
/** What CartaAI shows of a conversation besides its transcript. */
export type ConversationState = z.infer<typeof conversationStateSchema>;

export const turnAnswerSchema = z.object({
  replies: z.array(replySchema),
  /** Missing when the agent keeps no state. */
  state: z.optional(conversationStateSchema),
  order: z.optional(
    z.discriminatedUnion("kind", [
      /** To be placed; the agent is then asked again, with the outcome. */
      z.object({ kind: z.literal("place"), draft: orderDraftSchema }),
      /** Placed by the agent itself; to be linked. */
      z.object({
        kind: z.literal("placed"),
        ...z.pick(orderEventSchema, { orderId: true, orderNumber: true }).shape,
      }),
    ]),
  ),
  /** The customer wants a person: the bot keeps out of the conversation for a while. */
  wantsPerson: z.optional(z.boolean()),
  /** Given back with the next turn. At most a few kilobytes: a reference rather than the thing itself. */
  memory: z.optional(z.string()),
});
export type TurnAnswer = z.infer<typeof turnAnswerSchema>;

/**
 * Whoever answers customers. Asked again with the same request after a crash, it has to give an answer that fits as well:
 * nothing of what it did for an answer that was not committed may show. Only `memory` of a committed answer counts.
 */
export interface Agent {
  /** @throws {AgentError} whose type says whether trying again may help */
  answer(request: TurnRequest): Promise<TurnAnswer>;
}
