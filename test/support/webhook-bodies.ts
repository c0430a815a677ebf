import type { Business } from "../../functions/businesses/business.ts";
import {
  messagesWebhook,
  newMessage,
  textMessage,
  type WebhookMessage,
} from "../../local/runtime/webhook-body.ts";

export { messagesWebhook, newMessage, textMessage, webhook } from "../../local/runtime/webhook-body.ts";

type To = Pick<Business, "phoneNumberId">;

/** A webhook in which one customer, known by phone number, wrote a text. */
export function textWebhook(to: To, from: string, text: string, over: Partial<WebhookMessage> = {}) {
  return messagesWebhook(to.phoneNumberId, {
    contacts: [{ profile: { name: "Ana" }, wa_id: from }],
    messages: [textMessage(from, text, over)],
  });
}

/** A webhook in which one customer, known by BSUID alone, wrote a text. */
export function textWebhookWithoutPhone(to: To, userId: string, text: string) {
  return messagesWebhook(to.phoneNumberId, {
    contacts: [{ profile: { username: "ana" }, user_id: userId }],
    messages: [{ ...newMessage(), from_user_id: userId, type: "text", text: { body: text } }],
  });
}

/** A webhook in which one customer sent a message of any type: `{ image: { id: "1" } }` under the type's own name. */
export function typedWebhook(to: To, from: string, type: string, content: Readonly<Record<string, unknown>>) {
  return messagesWebhook(to.phoneNumberId, {
    contacts: [{ profile: { name: "Ana" }, wa_id: from }],
    messages: [{ ...newMessage(), from, type, ...content }],
  });
}
