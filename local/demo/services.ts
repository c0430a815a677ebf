import type { ReceivedRequest } from "../models/routes.ts";
import { startModels } from "../models/server.ts";
import { type Environment, settingsIn } from "../runtime/lambda-environment.ts";
import { startWhatsApp, type WhatsAppStandIn } from "../whatsapp/server.ts";
import type { Scenario } from "./scenario.ts";
import { startRelay } from "./whatsapp-relay.ts";

/** What WhatsApp and the models are in a demonstration. */
export interface DemoServices {
  /** Of the Lambdas. */
  readonly environment: Environment;
  /** Everything that was sent is in its outbox, wherever it went. */
  readonly whatsapp: WhatsAppStandIn;
  /** What the models were asked; undefined when they are not the demonstration's own. */
  asked(): readonly ReceivedRequest[] | undefined;
}

/** What another service calls its models. */
const MODEL_SETTINGS = ["AI_CHAT_MODEL", "AI_TRANSCRIPTION_MODEL", "AI_VISION_MODEL"];

/** Whether the models are another service than the stand-in, so that nobody knows what they will say. */
export function hasOtherModels(given: Environment): boolean {
  return settingsIn(given)["AI_BASE_URL"] !== undefined;
}

/**
 * Starts the stand-ins. `AI_BASE_URL` puts another service in the models' place, `WHATSAPP_GRAPH_BASE_URL` another server
 * in WhatsApp's: it gets every message and read receipt.
 */
export async function startDemoServices(
  { script }: Scenario,
  secrets: { readonly AI_API_KEY: string; readonly WHATSAPP_TOKEN: string },
  given: Environment,
  started: AsyncDisposableStack,
): Promise<DemoServices> {
  const settings = settingsIn(given);
  const whatsapp = await startWhatsApp({ port: 0, tokens: [secrets.WHATSAPP_TOKEN] });
  started.defer(whatsapp.stop);
  const { WHATSAPP_GRAPH_BASE_URL: otherWhatsApp, AI_BASE_URL: otherModels } = settings;
  const graph = otherWhatsApp === undefined ? whatsapp : await startRelay(otherWhatsApp, whatsapp.url);
  if (graph !== whatsapp) started.defer(graph.stop);
  const environment = { WHATSAPP_GRAPH_BASE_URL: graph.url, AI_CHAT_MODEL: "scripted" };
  if (otherModels !== undefined) {
    const own = Object.fromEntries(MODEL_SETTINGS.map((name) => [name, settings[name]]));
    return {
      environment: { ...environment, AI_BASE_URL: otherModels, ...settingsIn(own) },
      whatsapp,
      asked: () => undefined,
    };
  }
  const models = await startModels({ port: 0, apiKeys: [secrets.AI_API_KEY], script });
  started.defer(models.stop);
  return {
    environment: { ...environment, AI_BASE_URL: `${models.url}/v1` },
    whatsapp,
    asked: models.received,
  };
}

/** The part of a day in which it does not matter what models say. */
export function withoutModels(scenario: Scenario): Scenario {
  return {
    ...scenario,
    deliveries: scenario.deliveries.filter(({ needsModels }) => !needsModels),
    orders: scenario.orders.filter(({ needsModels }) => !needsModels),
  };
}
