import type { Mark, SentMessage } from "../../whatsapp/outbox.ts";
import type { WhatsAppStandIn } from "../../whatsapp/server.ts";
import type { Memory } from "./memory.ts";
import { outboundContent } from "./outbound-content.ts";

/** Milliseconds that WhatsApp shows a typing indicator, unless the answer comes first (Meta: "Typing indicators"). */
const TYPING = 25_000;

/** Watches what the bot sends: messages, read receipts, typing indicators. Call it whenever there may be more. */
export function watchOutbox(memory: Memory, whatsapp: WhatsAppStandIn): () => void {
  let sent = 0;
  let read = 0;
  let typing = 0;
  return () => {
    const messages = whatsapp.sent().slice(sent);
    const receipts = whatsapp.readReceipts().slice(read);
    const indicators = whatsapp.typingIndicators().slice(typing);
    sent += messages.length;
    read += receipts.length;
    typing += indicators.length;
    for (const receipt of receipts) memory.chats.update(receipt.messageId, { ticks: "read" });
    for (const indicator of indicators) showTyping(memory, indicator);
    for (const message of messages) said(memory, message);
  };
}

function showTyping({ chats }: Memory, { messageId, at }: Mark): void {
  const customerId = chats.message(messageId)?.customerId;
  const until = new Date(Date.parse(at) + TYPING).toISOString();
  if (customerId !== undefined) chats.setTyping(customerId, until);
}

function said(memory: Memory, message: SentMessage): void {
  const { chats, timelines, answers } = memory;
  const { kind, id } = message.recipient;
  const identity = kind === "phone" ? { phone: id } : { userId: id };
  const customer =
    chats.find(message.phoneNumberId, identity) ?? chats.meet(message.phoneNumberId, undefined, identity);
  const cause = answeredMessage(memory, customer.id);
  chats.add({
    id: message.id,
    customerId: customer.id,
    from: "bot",
    at: message.at,
    content: outboundContent(message),
    ...(message.message.context && { quoted: message.message.context.message_id }),
    state: "acknowledged",
    ...(cause !== undefined && { timelineId: cause }),
  });
  if (cause === undefined) return;
  answers.set(cause, [...(answers.get(cause) ?? []), message.id]);
  timelines.step(cause, {
    id: `reply:${message.sequence}`,
    kind: "reply",
    at: message.at,
    title: `The bot answered: ${message.message.type}`,
    outcome: "ok",
    part: "whatsapp",
    record: message,
  });
}

/** The first message of the turn that is under way: what it produces is named after it. */
function answeredMessage({ attempts, timelines }: Memory, customerId: string): string | undefined {
  const turns = [...attempts.values()]
    .flat()
    .filter(({ queue, messageId }) => queue === "turns" && timelines.customerOf(messageId) === customerId);
  return turns[0]?.messageId;
}
