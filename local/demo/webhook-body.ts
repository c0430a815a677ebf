import type { SentItem } from "./as-sent.ts";
import type { Customer, Identity, Restaurant } from "./scenario.ts";

/**
 * The items as one webhook in the bytes that Meta would send: neighbours of one restaurant and one field share a change,
 * and everything beyond ASCII is escaped.
 *
 * @param now epoch milliseconds
 */
export function webhookBody(items: readonly SentItem[], now: number): Buffer {
  const entry = changesOf(items).map((change) => ({
    id: `account-${change.restaurant.business.phoneNumberId}`,
    changes: [toChange(change, String(Math.floor(now / 1000)))],
  }));
  return Buffer.from(escaped(JSON.stringify({ object: "whatsapp_business_account", entry })));
}

const FIELDS = {
  message: { field: "messages", list: "messages" },
  status: { field: "messages", list: "statuses" },
  echo: { field: "smb_message_echoes", list: "message_echoes" },
  "user-id-update": { field: "user_id_update", list: "user_id_update" },
} as const satisfies Record<SentItem["kind"], { readonly field: string; readonly list: string }>;

interface Change {
  readonly restaurant: Restaurant;
  readonly kind: SentItem["kind"];
  readonly items: SentItem[];
}

function changesOf(items: readonly SentItem[]): Change[] {
  const changes: Change[] = [];
  for (const item of items) {
    const { restaurant } = item.customer;
    const last = changes.at(-1);
    if (last?.restaurant === restaurant && last.kind === item.kind) last.items.push(item);
    else changes.push({ restaurant, kind: item.kind, items: [item] });
  }
  return changes;
}

function toChange({ restaurant, kind, items }: Change, timestamp: string) {
  const { field, list } = FIELDS[kind];
  const contacts = kind === "message" ? contactsOf(items) : [];
  return {
    field,
    value: {
      messaging_product: "whatsapp",
      metadata: {
        display_phone_number: restaurant.displayNumber,
        phone_number_id: restaurant.business.phoneNumberId,
      },
      ...(contacts.length > 0 && { contacts }),
      [list]: items.map((item) => ({ ...toElement(item), timestamp })),
    },
  };
}

function toElement(item: SentItem): Record<string, unknown> {
  switch (item.kind) {
    case "message":
      return {
        id: item.id,
        from: item.identity.phone,
        from_user_id: item.identity.userId,
        ...item.content,
      };
    case "echo":
      return {
        id: item.id,
        from: item.customer.restaurant.displayNumber,
        to: item.identity.phone,
        to_user_id: item.identity.userId,
        ...item.content,
      };
    case "status": {
      const failed = { errors: [{ code: 131049, title: "This message was not delivered" }] };
      const recipient = item.customer.identities[0].phone;
      const status = { id: item.about, status: item.status, recipient_id: recipient };
      return item.status === "failed" ? { ...status, ...failed } : status;
    }
    case "user-id-update":
      return {
        wa_id: item.current.phone,
        user_id: { previous: item.previous, current: item.current.userId },
      };
  }
}

/** Everybody who writes in a change, once; WhatsApp's own notices come without. */
function contactsOf(items: readonly SentItem[]) {
  const people = new Map<Identity, Customer>();
  for (const item of items) {
    if (item.kind === "message" && item.content.type !== "system") people.set(item.identity, item.customer);
  }
  return [...people].map(([{ phone, userId }, { name }]) => ({
    profile: { name },
    wa_id: phone,
    user_id: userId,
  }));
}

/** As Meta writes it: the bytes that are signed are not those that JSON.stringify would make. */
function escaped(json: string): string {
  return json
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
