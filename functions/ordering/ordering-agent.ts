import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Agent, TurnRequest } from "../agents/agent.ts";
import { AgentFailedError, AgentUnavailableError } from "../agents/errors.ts";
import { type CheckpointCache, TurnSaver } from "../checkpoints/turn-saver.ts";
import { LruCache } from "../collections/lru-cache.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import { RestaurantError, RestaurantUnavailableError } from "../restaurant/errors.ts";
import { DEFAULT_CURRENCY } from "../restaurant/money.ts";
import type { Catalogue, OrderReader } from "../restaurant/restaurant.ts";
import { groupOf } from "../sync-events/queue-message.ts";
import type { Surroundings } from "./flow/flow.ts";
import { createTurnGraph } from "./graph.ts";
import type { ChatModel } from "./model/chat-model.ts";
import { DEFAULT_LANGUAGE } from "./texts/languages.ts";
import { languageOfPhone } from "./words/language.ts";

export interface OrderingAgentOptions {
  readonly dynamodb: DynamoDBClient;
  /** Of the checkpoints. */
  readonly tableName: string;
  readonly catalogue: Catalogue;
  readonly orders: OrderReader;
  readonly telemetry: Telemetry;
  /** Without it the bot works on buttons, lists and keywords alone. */
  readonly model?: ChatModel;
}

/** Conversations whose last turn this process has answered. A checkpoint is some kilobytes. */
const REMEMBERED_CHECKPOINTS = 500;
/** Of a business that names none: Peru's. */
const DEFAULT_CALLING_CODE = "+51";

/** No checkpoint has this id: a conversation that remembers nothing begins anew, whatever an uncommitted turn has left. */
const BEGINNING = "00000000-0000-0000-0000-000000000000";
const CHECKPOINT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The bot that comes with the project. It starts exactly from the checkpoint that `memory` names and gives back the one
 * that it ended with, so an answer that was never committed leaves nothing behind but a checkpoint that nobody names.
 */
export function createOrderingAgent(options: OrderingAgentOptions): Agent {
  const checkpoints: CheckpointCache = new LruCache(REMEMBERED_CHECKPOINTS);
  return {
    async answer(request) {
      const saver = new TurnSaver(options.dynamodb, options.tableName, checkpoints);
      const { business, conversation, memory = "" } = request;
      const { graph, answer } = createTurnGraph({
        request,
        saver,
        surroundings: surroundingsOf(request, options),
        language: languageOfPhone(conversation.phone, business.language ?? DEFAULT_LANGUAGE),
        model: options.model,
        telemetry: options.telemetry,
      });
      try {
        // "exit": one write for the turn, at its end. Half a turn is worth nothing: it is answered anew.
        await graph.invoke(
          { messages: [] },
          {
            configurable: {
              thread_id: groupOf(conversation),
              checkpoint_id: CHECKPOINT_ID.test(memory) ? memory : BEGINNING,
            },
            durability: "exit",
          },
        );
      } catch (error) {
        throw toAgentError(error);
      }
      return { ...answer(), ...(saver.lastPut !== undefined && { memory: saver.lastPut }) };
    },
  };
}

function surroundingsOf(
  { business, conversation, deadline, correlationId }: TurnRequest,
  options: OrderingAgentOptions,
): Surroundings {
  const { subDomain, localId } = conversation;
  return {
    catalogue: options.catalogue,
    orders: options.orders,
    branch: { subDomain, ...(localId !== undefined && { localId }) },
    work: { deadline, ...(correlationId !== undefined && { correlationId }) },
    phone: conversation.phone,
    restaurantName: business.name,
    currency: business.currency ?? DEFAULT_CURRENCY,
    callingCode: business.callingCode ?? DEFAULT_CALLING_CODE,
  };
}

/** What is not the restaurant's is DynamoDB's, or a fault of ours; both may pass, and end as dead letters if they do not. */
function toAgentError(error: unknown): Error {
  if (error instanceof RestaurantError && !(error instanceof RestaurantUnavailableError)) {
    return new AgentFailedError("the restaurant refuses to show its menu", { cause: error });
  }
  return new AgentUnavailableError("the turn could not be answered", { cause: error });
}
