import { startModels } from "../../local/models/server.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { startWhatsApp } from "../../local/whatsapp/server.ts";
import { offer } from "../harness/process.ts";

/** WhatsApp's stand-in, and one for a model, in a process of their own. Milliseconds from a call to its answer. */
export interface WhatsAppSettings {
  readonly latency: number;
  readonly modelLatency?: number;
}

const AI_API_KEY = "local-ai-key";

async function start({ latency, modelLatency = 0 }: WhatsAppSettings) {
  const whatsapp = await startWhatsApp({ port: 0, tokens: [LOCAL_SECRETS.WHATSAPP_TOKEN], latency });
  const models = await startModels({ port: 0, apiKeys: [AI_API_KEY], latency: modelLatency });
  return {
    url: () => whatsapp.url,
    /** The Lambdas' settings for the model. */
    modelSettings: () => ({ AI_BASE_URL: `${models.url}/v1`, AI_API_KEY, AI_CHAT_MODEL: "stand-in" }),
    /** How many messages people were sent. */
    sent: () => whatsapp.sent().length,
  };
}
export type WhatsApp = Awaited<ReturnType<typeof start>>;

offer(start);
