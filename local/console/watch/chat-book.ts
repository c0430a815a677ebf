import type { Agreement, ChatMessage, Customer, CustomerIdentity, MessagesPage } from "../api.ts";
import type { OnChange } from "./changes.ts";
import { type Chat, lastWith, newChat, takeIdentity, toCustomer } from "./chat.ts";

/** Messages that are kept of a chat, and chats: a console that runs for days must not grow for days. */
const MESSAGES_KEPT = 5_000;
const CHATS_KEPT = 1_000;
const PAGE = 200;

/** Who writes to which business, and what was said. In memory, bounded. */
export class ChatBook {
  readonly #onChange: OnChange;
  readonly #onForget: (customerId: string) => void;
  readonly #chats = new Map<string, Chat>();
  readonly #messages = new Map<string, ChatMessage>();

  /** @param onForget told of each customer that is not kept any more */
  constructor(onChange: OnChange, onForget: (customerId: string) => void = () => undefined) {
    this.#onChange = onChange;
    this.#onForget = onForget;
  }

  list(): Customer[] {
    return [...this.#chats.values()].map(toCustomer);
  }

  get(id: string): Customer | undefined {
    const chat = this.#chats.get(id);
    return chat && toCustomer(chat);
  }

  /** Whoever has, or had, one of these identifiers at the business. */
  find(phoneNumberId: string, { phone, userId }: CustomerIdentity): Customer | undefined {
    // Whom somebody has brought along in a file is only to be looked at.
    const own = [...this.#chats.values()].filter(
      (chat) => chat.phoneNumberId === phoneNumberId && !chat.isImported,
    );
    const found = lastWith(own, "userId", userId) ?? lastWith(own, "phone", phone);
    return found && toCustomer(found);
  }

  /** The customer with this identity, as they are known from now on; a new one if nobody has it. */
  meet(phoneNumberId: string, name: string | undefined, identity: CustomerIdentity): Customer {
    const known = this.find(phoneNumberId, identity);
    if (known !== undefined) return this.become(known.id, identity, name) ?? known;
    return this.#create(phoneNumberId, name ?? identity.phone ?? identity.userId ?? "?", [identity], false);
  }

  /** A customer out of a file, beside whoever has the same identity. */
  bringIn(phoneNumberId: string, name: string, identities: readonly CustomerIdentity[]): Customer {
    return this.#create(phoneNumberId, name, identities, true);
  }

  #create(
    phoneNumberId: string,
    name: string,
    identities: readonly CustomerIdentity[],
    isImported: boolean,
  ): Customer {
    const chat = newChat(phoneNumberId, name, identities, isImported);
    this.#chats.set(chat.id, chat);
    if (this.#chats.size > CHATS_KEPT) this.#forgetOldest();
    this.#tell(chat);
    return toCustomer(chat);
  }

  /** The customer's next message comes with this identity. */
  become(id: string, identity: CustomerIdentity, name?: string): Customer | undefined {
    const chat = this.#chats.get(id);
    if (chat === undefined) return undefined;
    const isNew = takeIdentity(chat, identity);
    const isRenamed = name !== undefined && name !== chat.name;
    if (isRenamed) chat.name = name;
    if (isNew || isRenamed) this.#tell(chat);
    return toCustomer(chat);
  }

  /** Undefined if the message is known already. */
  add(message: Omit<ChatMessage, "sequence">): ChatMessage | undefined {
    const chat = this.#chats.get(message.customerId);
    if (chat === undefined || this.#messages.has(message.id)) return undefined;
    chat.sequence += 1;
    const added = { ...message, sequence: chat.sequence };
    chat.messages.push(added);
    this.#messages.set(added.id, added);
    if (chat.messages.length > MESSAGES_KEPT) this.#messages.delete(chat.messages.shift()?.id ?? "");
    if (message.from === "bot") chat.typingUntil = undefined;
    this.#onChange({ kind: "message", message: added });
    this.#tell(chat);
    return added;
  }

  message(id: string): ChatMessage | undefined {
    return this.#messages.get(id);
  }

  update(id: string, over: Partial<Pick<ChatMessage, "state" | "ticks">>): void {
    const known = this.#messages.get(id);
    const chat = known && this.#chats.get(known.customerId);
    if (known === undefined || chat === undefined) return;
    const updated = { ...known, ...over };
    if (updated.state === known.state && updated.ticks === known.ticks) return;
    this.#messages.set(id, updated);
    chat.messages[chat.messages.findLastIndex((message) => message.id === id)] = updated;
    this.#onChange({ kind: "message", message: updated });
  }

  setTyping(customerId: string, until: string): void {
    this.#change(customerId, (chat) => {
      chat.typingUntil = until;
    });
  }

  setAgreement(customerId: string, agreement: Agreement): void {
    this.#change(customerId, (chat) => {
      chat.agreement = agreement;
    });
  }

  /** Older than `before`, the newest of them, oldest first. */
  page(customerId: string, before = Number.POSITIVE_INFINITY, limit = PAGE): MessagesPage {
    const older = (this.#chats.get(customerId)?.messages ?? []).filter(({ sequence }) => sequence < before);
    const kept = Math.min(limit, PAGE);
    return { messages: older.slice(-kept), more: older.length > kept };
  }

  /** Everything that is kept of a chat. */
  all(customerId: string): readonly ChatMessage[] {
    return this.#chats.get(customerId)?.messages ?? [];
  }

  #change(customerId: string, change: (chat: Chat) => void): void {
    const chat = this.#chats.get(customerId);
    if (chat === undefined) return;
    change(chat);
    this.#tell(chat);
  }

  #forgetOldest(): void {
    const [oldest] = this.#chats.values();
    if (oldest === undefined) return;
    for (const { id } of oldest.messages) this.#messages.delete(id);
    this.#chats.delete(oldest.id);
    this.#onForget(oldest.id);
  }

  #tell(chat: Chat): void {
    this.#onChange({ kind: "customer", customer: toCustomer(chat) });
  }
}
