import * as fc from "fast-check";
import { INTENTS, type SyncEvent } from "../../functions/sync-events/contract.ts";

/** UTF-16 units that JSON, SQS or UTF-8 treat in a way of their own. */
const AWKWARD_UNITS = [0x00, 0x0a, 0x1f, 0x22, 0x5c, 0x7f, 0x2028, 0xd800, 0xdbff, 0xdc00, 0xfffe, 0xffff];

const units = fc.oneof(fc.constantFrom(...AWKWARD_UNITS), fc.integer({ min: 0, max: 0xffff }));

/** Any text a JavaScript string can hold: whole characters, and units that are none by themselves. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(units).map((codes) => String.fromCharCode(...codes)),
);
const nonEmptyText = anyText.filter((text) => text !== "");

/** Text that is part of keys and addresses. */
const identifier = nonEmptyText.map((text) => text.toWellFormed().slice(0, 100).toWellFormed());

/** What JSON can hold. No schema keeps a `__proto__` of its own. */
const jsonObject = fc.dictionary(
  anyText.filter((key) => key !== "__proto__"),
  fc.jsonValue({ stringUnit: "binary" }),
  { noNullPrototype: true, maxKeys: 5 },
);

const phone = fc.integer({ min: 10_000, max: 999_999_999 }).map((digits) => `+${digits}`);
const optional = { localId: identifier, botId: identifier, displayName: anyText };
const conversation = fc
  .record(
    { subDomain: identifier, key: identifier, phone, userId: identifier, ...optional },
    { requiredKeys: ["subDomain", "key"] },
  )
  .filter(({ phone, userId }) => phone !== undefined || userId !== undefined);

const common = {
  version: fc.constant(2 as const),
  id: nonEmptyText,
  conversation,
  occurredAt: fc
    .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  correlationId: fc.stringMatching(/^[\x21-\x7e]{1,128}$/),
};
const requiredKeys = ["version", "id", "conversation", "occurredAt"] as const;

const metadata = fc.record(
  {
    type: anyText,
    quoted: fc.record({ messageId: anyText }, { requiredKeys: [] }),
    forwarded: fc.constantFrom("once" as const, "often" as const),
    referral: jsonObject,
    referredProduct: jsonObject,
    about: anyText,
  },
  { requiredKeys: [] },
);

const message = fc.record(
  {
    ...common,
    type: fc.constant("message" as const),
    role: fc.constantFrom("user" as const, "bot" as const),
    content: nonEmptyText,
    metadata,
  },
  { requiredKeys: [...requiredKeys, "type", "role", "content"] },
);

const state = fc.record(
  {
    ...common,
    type: fc.constant("state" as const),
    intent: fc.constantFrom(...INTENTS),
    step: nonEmptyText,
    context: jsonObject,
    metadata: jsonObject,
    isActive: fc.boolean(),
  },
  { requiredKeys: [...requiredKeys, "type", "intent", "step", "context", "metadata", "isActive"] },
);

const order = fc.record(
  { ...common, type: fc.constant("order" as const), orderId: identifier, orderNumber: nonEmptyText },
  { requiredKeys: [...requiredKeys, "type", "orderId"] },
);

/** Every event that the contract allows, with every text that a customer's phone could send. */
export const anySyncEvent: fc.Arbitrary<SyncEvent> = fc.oneof(message, state, order);
