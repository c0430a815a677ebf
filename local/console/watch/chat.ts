import { randomUUID } from "node:crypto";
import { type Agreement, type ChatMessage, type Customer, type CustomerIdentity, inWords } from "../api.ts";

/** A customer's chat, changed in place: it is the console's own memory. */
export interface Chat {
  readonly id: string;
  readonly phoneNumberId: string;
  name: string;
  readonly identities: CustomerIdentity[];
  readonly messages: ChatMessage[];
  sequence: number;
  typingUntil: string | undefined;
  agreement: Agreement;
  readonly isImported: boolean;
}

/** A chat in which nothing has been said. */
export function newChat(
  phoneNumberId: string,
  name: string,
  identities: readonly CustomerIdentity[],
  isImported: boolean,
): Chat {
  return {
    id: randomUUID(),
    phoneNumberId,
    name,
    isImported,
    identities: [...identities],
    messages: [],
    sequence: 0,
    typingUntil: undefined,
    agreement: {
      state: "unknown",
      missing: 0,
      deadLetters: 0,
      differences: [],
      since: new Date().toISOString(),
    },
  };
}

/** The next message comes with this identity. @returns whether the last one came with another */
export function takeIdentity({ identities }: Chat, identity: CustomerIdentity): boolean {
  if (same(identities.at(-1), identity)) return false;
  const before = identities.findIndex((known) => same(known, identity));
  if (before >= 0) identities.splice(before, 1);
  identities.push(identity);
  return true;
}

/** The newest chat of somebody who has, or had, this number or user id. */
export function lastWith(
  chats: readonly Chat[],
  name: keyof CustomerIdentity,
  value: string | undefined,
): Chat | undefined {
  if (value === undefined) return undefined;
  return chats.findLast(({ identities }) => identities.some((known) => known[name] === value));
}

/** A chat as it is shown in the list of chats. */
export function toCustomer({ messages, sequence, typingUntil, isImported, ...chat }: Chat): Customer {
  const last = messages.at(-1);
  return {
    ...chat,
    identities: [...chat.identities],
    identity: chat.identities.at(-1) ?? {},
    messages: sequence,
    ...(last && { lastMessage: inWords(last.content), lastAt: last.at }),
    ...(typingUntil !== undefined && { typingUntil }),
    ...(isImported && { imported: true }),
  };
}

function same(one: CustomerIdentity | undefined, other: CustomerIdentity): boolean {
  return one?.phone === other.phone && one?.userId === other.userId;
}
