import { voiceNote as recording } from "../models/script.ts";
import type { SentMessage } from "../whatsapp/outbox.ts";
import { buttonReply, image, listReply, type MessageContent, voiceNote } from "./message-content.ts";
import { isTo } from "./outbox.ts";
import type { Customer, CustomerMessage, Item } from "./scenario.ts";

/** What a customer was to tap is not on their screen. */
export class NotOfferedError extends Error {
  override readonly name = "NotOfferedError";
}

/** The customers' phones: what they have been sent, and where they leave files for WhatsApp to hand out. */
export interface Phones {
  sent(): readonly SentMessage[];
  /** @returns the media id */
  addMedia(bytes: Uint8Array, mimeType: string): string;
}

/** A message's content, or how it comes about while the day is played. */
export type Content = MessageContent | ToBeSent;
type ToBeSent = (customer: Customer, phones: Phones) => MessageContent;

/** An item as it leaves a phone. */
export type SentItem =
  | Exclude<Item, CustomerMessage>
  | (Omit<CustomerMessage, "content"> & { readonly content: MessageContent });

/** @throws {NotOfferedError} */
export function asSent(items: readonly Item[], phones: Phones): SentItem[] {
  return items.map((item) => {
    if (item.kind !== "message") return item;
    const { content, customer } = item;
    return { ...item, content: typeof content === "function" ? content(customer, phones) : content };
  });
}

/**
 * A tap on what the bot offered last under that title: it carries the id that was sent with it, whatever that is.
 *
 * @param title as the customer reads it
 */
export function tap(title: string): ToBeSent {
  return (customer, phones) => {
    const offers = phones.sent().filter((message) => isTo(customer, message));
    const found = offers
      .toReversed()
      .flatMap(repliesOn)
      .find((reply) => reply.title === title);
    if (found === undefined) throw new NotOfferedError(`${customer.name} was not offered "${title}"`);
    return found.content;
  };
}

/** A voice note. @param words what the models' stand-in hears in it */
export function spoken(words: string): ToBeSent {
  return (_, phones) => voiceNote(phones.addMedia(recording(words), "audio/ogg; codecs=opus"));
}

/** Bytes that begin as a JPEG file does. */
const PICTURE = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");

export function photographed(caption: string): ToBeSent {
  return (_, phones) => image(phones.addMedia(PICTURE, "image/jpeg"), caption);
}

/** What can be tapped in a message, and what WhatsApp tells of each tap. */
function repliesOn({ message }: SentMessage): { readonly title: string; readonly content: MessageContent }[] {
  if (message.type !== "interactive") return [];
  const { interactive } = message;
  switch (interactive.type) {
    case "button":
      return interactive.action.buttons.map(({ reply: { id, title } }) => ({
        title,
        content: buttonReply(id, title),
      }));
    case "list":
      return interactive.action.sections
        .flatMap(({ rows }) => rows)
        .map(({ id, title, description }) => ({ title, content: listReply(id, title, description) }));
    case "location_request_message":
      return [];
  }
}
