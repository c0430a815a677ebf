import { onTestFinished } from "vitest";
import { createWhatsAppClient, type WhatsAppClient } from "../../functions/whatsapp-client/client.ts";
import { WhatsAppError } from "../../functions/whatsapp-client/errors.ts";
import { createGraph, type GraphOptions, type Sender } from "../../functions/whatsapp-client/graph.ts";
import type { WhatsAppMessage } from "../../functions/whatsapp-client/message.ts";
import { startWhatsApp, type WhatsAppOptions } from "../../local/whatsapp/server.ts";

export const TOKEN = "token-of-the-business";
export const SENDER: Sender = { phoneNumberId: "106540352242922" };
export const ANA = { to: "51999999999" };
export const HELLO: WhatsAppMessage = { type: "text", text: { body: "Hola, ¿qué deseas?" } };

export function clientOf(baseUrl: string, options: Partial<GraphOptions> = {}): WhatsAppClient {
  const token = async () => TOKEN;
  return createWhatsAppClient(createGraph({ baseUrl, version: "v25.0", token, timeout: 10_000, ...options }));
}

/** The stand-in and a client for it, for as long as the test lasts. */
export async function runningClient(
  options: Partial<GraphOptions> = {},
  standIn: Partial<WhatsAppOptions> = {},
) {
  const whatsapp = await startWhatsApp({ port: 0, tokens: [TOKEN], ...standIn });
  onTestFinished(() => whatsapp.stop());
  return { whatsapp, client: clientOf(whatsapp.url, options) };
}

/** The error of a call that has to fail. */
export async function failureOf(call: Promise<unknown>): Promise<WhatsAppError> {
  const failure: unknown = await call.then(
    () => new Error("the call succeeded"),
    (error: unknown) => error,
  );
  if (failure instanceof WhatsAppError) return failure;
  throw failure;
}
