import * as z from "zod/mini";
import { isJsonObject, type JsonObject } from "../json/json-object.ts";
import { UNKNOWN_TIME } from "../sync-events/contract.ts";
import { type Identified, identifyFromSystemMessage } from "./changed-identity.ts";
import { renderContent } from "./content/render-content.ts";
import { epochSeconds, identifierText, ifUsable } from "./fields.ts";
import type { InboundMessage, LostItem } from "./inbound.ts";
import { defined } from "./json.ts";
import { cutText, MAX_CONTENT_CHARACTERS, MAX_LABEL_CHARACTERS } from "./limits.ts";
import { madeId } from "./made-id.ts";
import { readMetadata } from "./metadata.ts";
import { turnInputOf } from "./turn-input.ts";
import { lost, type ValueContext } from "./value-context.ts";

const CUT_MARK = " … [cut]";

const messageSchema = z.object({
  id: ifUsable(identifierText),
  type: ifUsable(z.string().check(z.minLength(1))),
  timestamp: ifUsable(epochSeconds),
  from: ifUsable(identifierText),
  from_user_id: ifUsable(identifierText),
  to: ifUsable(identifierText),
  to_user_id: ifUsable(identifierText),
});
type Message = z.output<typeof messageSchema>;

/** One element of `messages[]`: written by the customer. */
export function readCustomerMessage(raw: unknown, context: ValueContext): InboundMessage | LostItem {
  return readMessage(raw, context, "customer");
}

/** One element of `message_echoes[]`: written by the restaurant's staff on their phone. */
export function readStaffMessage(raw: unknown, context: ValueContext): InboundMessage | LostItem {
  return readMessage(raw, context, "staff");
}

function readMessage(
  raw: unknown,
  context: ValueContext,
  author: InboundMessage["author"],
): InboundMessage | LostItem {
  const { field, phoneNumberId } = context;
  if (!isJsonObject(raw)) return lost(field, "malformed-item");
  if (phoneNumberId === undefined) return lost(field, "no-phone-number-id");
  const message = z.parse(messageSchema, raw);
  const { person, becomes } =
    author === "customer" ? senderOf(raw, message, context) : recipientOf(message, context);
  if (person === undefined) return lost(field, "no-sender");
  const { content, about, placeholder, input } = renderContent(raw);
  const type = cutText(message.type ?? "unknown", MAX_LABEL_CHARACTERS);
  return defined({
    kind: "message" as const,
    phoneNumberId,
    id: message.id ?? madeId(raw),
    person,
    author,
    occurredAt: message.timestamp ?? UNKNOWN_TIME,
    type,
    content: cutText(author === "staff" ? `[Staff] ${content}` : content, MAX_CONTENT_CHARACTERS, CUT_MARK),
    metadata: readMetadata(raw, type, about),
    input: turnInputOf(type, author, input),
    placeholder,
    becomes,
  });
}

function senderOf(raw: JsonObject, message: Message, { contacts }: ValueContext): Identified {
  const claim = { waId: message.from, userId: message.from_user_id };
  if (message.type === "system") return identifyFromSystemMessage(raw, claim, contacts);
  return { person: contacts.resolve(claim) };
}

/** The customer of an echo is its recipient, except where a sender has swapped the two: then `to` is the business. */
function recipientOf(message: Message, { businessDigits, contacts }: ValueContext): Identified {
  const isBusiness = (waId = "") => waId.replaceAll(/\D/g, "") === businessDigits;
  const claim = isBusiness(message.to)
    ? {
        waId: isBusiness(message.from) ? undefined : message.from,
        userId: message.from_user_id ?? message.to_user_id,
      }
    : { waId: message.to, userId: message.to_user_id };
  return { person: contacts.resolve(claim) };
}
