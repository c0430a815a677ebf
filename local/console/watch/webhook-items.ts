import * as z from "zod/mini";
import type { InboundItem } from "../../../functions/whatsapp/inbound.ts";
import { readWebhook } from "../../../functions/whatsapp/read-webhook.ts";

const elements = z.catch(z.array(z.looseObject({ id: z.optional(z.string()) })), []);
const bodySchema = z.looseObject({
  entry: z.array(
    z.looseObject({
      changes: z.array(
        z.looseObject({ value: z.looseObject({ messages: elements, message_echoes: elements }) }),
      ),
    }),
  ),
});

export interface ReadItems {
  readonly json: unknown;
  readonly items: readonly InboundItem[];
  /** The messages as Meta wrote them, by their id. */
  readonly raw: ReadonlyMap<string, unknown>;
}

/** Takes a webhook's body apart with the parser that the webhook Lambda uses. Undefined for what is no webhook. */
export function readItems(body: Uint8Array): ReadItems | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return { json, items: readWebhook(json), raw: rawMessages(json) };
  } catch {
    // The Lambda refuses it, and says so in its answer.
    return undefined;
  }
}

function rawMessages(json: unknown): Map<string, unknown> {
  const parsed = z.safeParse(bodySchema, json);
  const values = parsed.success
    ? parsed.data.entry.flatMap(({ changes }) => changes.map(({ value }) => value))
    : [];
  const messages = values.flatMap((value) => [...value.messages, ...value.message_echoes]);
  return new Map(messages.flatMap((message) => (message.id === undefined ? [] : [[message.id, message]])));
}
