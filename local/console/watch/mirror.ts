import type { CartaAIStandIn } from "../../cartaai/server.ts";
import { transcriptOf } from "../../cartaai/transcript.ts";
import type { System } from "../../runtime/system.ts";
import type { Customer, Mirror } from "../api.ts";
import { compare } from "./agreement.ts";
import { isoTime, type Memory } from "./memory.ts";

type Businesses = System["businesses"];

/** CartaAI's side of every conversation, and whether it agrees with what was said. */
export interface MirrorWatch {
  /** Compares those again of whom something has changed. */
  refresh(): readonly string[];
  read(customer: Customer): Mirror;
}

/** From the stand-in itself: a reading over HTTP would meet the faults that are meant for the Lambdas, and use them up. */
export function watchMirror(memory: Memory, cartaai: CartaAIStandIn, businesses: Businesses): MirrorWatch {
  const transcriptFor = (customer: Customer, entries: ReturnType<CartaAIStandIn["ledger"]>["entries"]) => {
    const isTheirs = ownerTest(customer, businesses);
    return transcriptOf(entries.filter(isTheirs));
  };

  function refresh(): readonly string[] {
    if (memory.dirty.size === 0) return [];
    const { entries } = cartaai.ledger();
    const customers = [...memory.dirty];
    memory.dirty.clear();
    for (const id of customers) {
      const customer = memory.chats.get(id);
      if (customer === undefined) continue;
      const found = compare(memory.said.of(id), transcriptFor(customer, entries), ({ messageId, eventId }) =>
        memory.timelines.eventState(messageId, "sync", eventId),
      );
      const { agreement } = customer;
      const isSame = JSON.stringify({ ...agreement, since: "" }) === JSON.stringify({ ...found, since: "" });
      if (isSame) continue;
      const since = agreement.state === found.state ? agreement.since : isoTime(Date.now());
      memory.chats.setAgreement(id, { ...found, since });
    }
    return customers;
  }

  return {
    refresh,
    read(customer) {
      const isTheirs = ownerTest(customer, businesses);
      const conversations = cartaai
        .conversations()
        .filter(isTheirs)
        .toSorted((one, other) => Date.parse(other.lastActivity) - Date.parse(one.lastActivity));
      const contexts = conversations.map(({ context }) => context);
      return {
        agreement: customer.agreement,
        conversations: conversations.map((record) => ({
          sessionId: record.sessionId,
          userId: record.userId,
          isActive: record.isActive,
          intent: record.currentIntent,
          step: record.currentStep,
          lastActivity: record.lastActivity,
          expiresAt: record.expiresAt,
          record,
        })),
        transcript: transcriptFor(customer, cartaai.ledger().entries).map(({ timestamp, ...line }) => ({
          ...line,
          at: timestamp,
        })),
        ...(contexts[0]?.["selectedItems"] !== undefined && { cart: contexts[0]["selectedItems"] }),
        orders: ordersIn(contexts, cartaai),
      };
    },
  };
}

interface Owned {
  readonly userId: string;
  readonly subDomain: string;
}

/** CartaAI knows a person by phone number, or by the user id if there is none; over time perhaps by several. */
export function ownerTest(
  { phoneNumberId, identities }: Customer,
  businesses: Businesses,
): (owned: Owned) => boolean {
  const subDomain = businesses.find((business) => business.phoneNumberId === phoneNumberId)?.subDomain;
  const ids = new Set(
    identities.flatMap(({ phone, userId }) =>
      [phone && `+${phone}`, userId].filter((id) => id !== undefined),
    ),
  );
  return (owned) => owned.subDomain === subDomain && ids.has(owned.userId);
}

function ordersIn(
  contexts: readonly Readonly<Record<string, unknown>>[],
  cartaai: CartaAIStandIn,
): Mirror["orders"] {
  const linked = contexts.flatMap((context) => {
    const history = context["orderHistory"];
    return Array.isArray(history) ? history.filter((id) => typeof id === "string") : [];
  });
  const orders = new Map(cartaai.orders().map((order) => [order._id, order]));
  return [...new Set(linked)].map((id) => {
    const order = orders.get(id);
    if (order === undefined) return { id };
    return { id, number: order.orderNumber, status: order.status, total: order.total, record: { ...order } };
  });
}
