import { randomBytes } from "node:crypto";

/** A message as Meta puts it into `messages[]`. */
export interface WebhookMessage {
  readonly id: string;
  /** Epoch seconds, as text. */
  readonly timestamp: string;
  readonly type: string;
  /** The customer's `wa_id`: E.164 digits without the plus. Missing for a person known by BSUID alone. */
  readonly from?: string;
  readonly from_user_id?: string;
  readonly [field: string]: unknown;
}

export interface WebhookContact {
  readonly profile?: { readonly name?: string; readonly username?: string };
  readonly wa_id?: string;
  readonly user_id?: string;
}

/** The fields of a `messages` change that differ from webhook to webhook. */
export interface MessagesValue {
  readonly messages?: readonly WebhookMessage[];
  readonly contacts?: readonly WebhookContact[];
  readonly statuses?: readonly unknown[];
}

/** A webhook with one change of the field `messages`, as Meta builds it. */
export function messagesWebhook(phoneNumberId: string, value: MessagesValue) {
  return webhook([
    {
      field: "messages",
      value: {
        messaging_product: "whatsapp",
        metadata: { display_phone_number: "15550783881", phone_number_id: phoneNumberId },
        ...value,
      },
    },
  ]);
}

/** A webhook with these changes in one entry. */
export function webhook(changes: readonly { readonly field: string; readonly value: unknown }[]) {
  return { object: "whatsapp_business_account", entry: [{ id: "102290129340398", changes }] };
}

/** What one customer wrote, as a message of its own; id and time are new each time unless given. */
export function textMessage(from: string, text: string, over: Partial<WebhookMessage> = {}): WebhookMessage {
  return { ...newMessage(), from, type: "text", text: { body: text }, ...over };
}

/** The fields that every message has. */
export function newMessage(): Pick<WebhookMessage, "id" | "timestamp"> {
  return {
    id: `wamid.${randomBytes(18).toString("base64url")}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
}
