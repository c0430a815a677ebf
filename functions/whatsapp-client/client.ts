import * as z from "zod/mini";
import { WhatsAppRetryableError } from "./errors.ts";
import type { CallContext, Graph, Sender } from "./graph.ts";
import type { WhatsAppMessage } from "./message.ts";
import type { Recipient } from "./recipient.ts";

/** What the bot does at WhatsApp. Every method throws a `WhatsAppError` whose type says what to do. */
export interface WhatsAppClient {
  /**
   * Sends one message. Not idempotent: called twice, the customer gets it twice.
   *
   * @returns its id ("wamid.…")
   */
  send(
    sender: Sender,
    recipient: Recipient,
    message: WhatsAppMessage,
    context?: CallContext,
  ): Promise<string>;
  /**
   * Shows a customer that their message was read, and that an answer is being written. The indicator goes away with
   * the answer, or after 25 seconds.
   */
  markRead(sender: Sender, messageId: string, context?: CallContext): Promise<void>;
}

const sentSchema = z.object({
  messages: z.tuple([z.object({ id: z.string().check(z.minLength(1)) })], z.unknown()),
});

export function createWhatsAppClient(call: Graph): WhatsAppClient {
  const post = (
    operation: "sendMessage" | "markRead",
    sender: Sender,
    body: object,
    context: CallContext,
  ) => {
    const path = `${encodeURIComponent(sender.phoneNumberId)}/messages`;
    return call(sender, { operation, path, body: { messaging_product: "whatsapp", ...body } }, context);
  };

  return {
    async send(sender, recipient, message, context = {}) {
      const body = { recipient_type: "individual", ...recipient, ...message };
      const sent = z.safeParse(sentSchema, await post("sendMessage", sender, body, context));
      if (sent.success) return sent.data.messages[0].id;
      const details = { operation: "sendMessage", outcome: "unknown" } as const;
      throw new WhatsAppRetryableError("the answer names no message", details);
    },
    async markRead(sender, messageId, context = {}) {
      const body = { status: "read", message_id: messageId, typing_indicator: { type: "text" } };
      await post("markRead", sender, body, context);
    },
  };
}
