import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Agent } from "../agents/agent.ts";
import { createHttpAgent } from "../agents/http-agent.ts";
import { withCircuitBreaker } from "../cartaai/circuit-breaker.ts";
import { createTransport } from "../cartaai/transport.ts";
import type { Outside } from "../configuration/outside.ts";
import { createDownload } from "../media/download-media.ts";
import { createMediaReader } from "../models/media-reader.ts";
import { type AskModel, createModelClient } from "../models/model-client.ts";
import { observeCalls } from "../observability/cartaai-calls.ts";
import { observeAgent } from "../observability/observe-agent.ts";
import { observeGraph, observeModels } from "../observability/outgoing-calls.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import { createOpenAIChatModel } from "../ordering/model/openai-chat-model.ts";
import { createOrderingAgent } from "../ordering/ordering-agent.ts";
import { createCartaAIRestaurant, type Restaurant } from "../restaurant/restaurant-services.ts";
import { createSampleRestaurant } from "../restaurant/sample/sample-restaurant.ts";
import { agentSecret } from "../secrets/agent-secret.ts";
import { aiKey } from "../secrets/ai-key.ts";
import { cartaaiKey } from "../secrets/cartaai-key.ts";
import { whatsappToken } from "../secrets/whatsapp-token.ts";
import { createWhatsAppClient } from "../whatsapp-client/client.ts";
import { createGraph } from "../whatsapp-client/graph.ts";
import type { AgentConfig } from "./config.ts";
import type { AgentDependencies } from "./dependencies.ts";

const SECOND = 1000;

type Services = Pick<AgentDependencies, "agent" | "media" | "orders" | "whatsapp">;

/** What all of them are made with. */
interface Surroundings {
  readonly config: AgentConfig;
  readonly outside: Outside;
  readonly secretsManager: SecretsManagerClient;
  readonly telemetry: Telemetry;
  readonly clock: () => number;
}

/** What the agent Lambda deals with besides queues and records: WhatsApp, models, the restaurant, and whoever answers. */
export function createServices(surroundings: Surroundings): Services {
  const { config, outside, secretsManager, telemetry, clock } = surroundings;
  const { fetch, timeoutSignal } = outside;
  const graph = {
    baseUrl: config.WHATSAPP_GRAPH_BASE_URL,
    version: config.WHATSAPP_GRAPH_VERSION,
    token: whatsappToken(config, { client: secretsManager }),
    timeout: config.WHATSAPP_TIMEOUT * SECOND,
    ...{ clock, fetch, timeoutSignal },
    onCall: observeGraph(telemetry),
  };
  const call = createGraph(graph);
  const ask = modelOf(surroundings);
  const restaurant = restaurantOf(surroundings);
  const agent = agentOf(surroundings, restaurant, ask);
  return {
    agent: agent && observeAgent(agent, telemetry),
    media: createMediaReader({
      download: createDownload({ ...graph, graph: call }),
      ask,
      models: config,
    }),
    orders: restaurant.desk,
    whatsapp: createWhatsAppClient(call),
  };
}

/** Undefined without a key: then voice notes and pictures are not read. */
function modelOf({ config, telemetry, clock }: Surroundings): AskModel | undefined {
  const apiKey = aiKey(config);
  if (apiKey === undefined) return undefined;
  return createModelClient({
    baseUrl: config.AI_BASE_URL,
    apiKey,
    timeout: config.AI_TIMEOUT * SECOND,
    clock,
    onCall: observeModels(telemetry),
  });
}

function restaurantOf({ config, outside, telemetry, clock }: Surroundings): Restaurant {
  if (!config.USE_CARTAAI_API) return createSampleRestaurant();
  const transport = createTransport({
    baseUrl: config.CARTAAI_API_BASE_URL,
    apiKey: cartaaiKey(config),
    agentPrefix: config.CARTAAI_AGENT_PREFIX,
    timeout: config.CONVERSATION_API_TIMEOUT * SECOND,
    ...{ clock, fetch: outside.fetch, timeoutSignal: outside.timeoutSignal },
    onCall: observeCalls(telemetry),
  });
  return createCartaAIRestaurant({
    call: withCircuitBreaker(transport, { clock }),
    settleAfter: config.SYNC_SETTLE_SECONDS * SECOND,
    telemetry,
    clock,
  });
}

/** @returns undefined when nobody answers */
function agentOf(
  { config, outside, telemetry, clock }: Surroundings,
  { catalogue, orders }: Restaurant,
  ask: AskModel | undefined,
): Agent | undefined {
  const { AGENT: kind, AGENT_URL: url = "", AI_CHAT_MODEL: chat } = config;
  switch (kind) {
    case "none":
      return undefined;
    case "http": {
      const timeout = config.AGENT_TIMEOUT * SECOND;
      const { fetch, timeoutSignal } = outside;
      return createHttpAgent({ url, secret: agentSecret(config), timeout, clock, fetch, timeoutSignal });
    }
    case "builtin":
      return createOrderingAgent({
        ...{ dynamodb: outside.dynamodb, tableName: config.CHECKPOINTS_TABLE, catalogue, orders, telemetry },
        ...(ask !== undefined && chat !== undefined && { model: createOpenAIChatModel(ask, chat) }),
      });
  }
}
