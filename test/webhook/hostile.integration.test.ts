import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LA_TERRAZA, newPhone, newUserId } from "../support/conversations.ts";
import { mutated, mutation } from "../support/mutations.ts";
import { PATIENT } from "../support/patience.ts";
import { startWebhookBench, type WebhookBench } from "../support/webhook-bench.ts";
import { messagesWebhook, textMessage, textWebhook } from "../support/webhook-bodies.ts";
import customerMessages from "../whatsapp/fixtures/customer-messages.json" with { type: "json" };
import identityChanges from "../whatsapp/fixtures/identity-changes.json" with { type: "json" };
import staffEchoes from "../whatsapp/fixtures/staff-echoes.json" with { type: "json" };
import otherFields from "../whatsapp/fixtures/statuses-and-other-fields.json" with { type: "json" };

vi.setConfig(PATIENT);

let webhook: WebhookBench;

beforeAll(async () => {
  webhook = await startWebhookBench();
});
afterEach(() => webhook.reset());
afterAll(() => webhook.stop());

const phone = newPhone();

/** What has broken systems before, and what Meta really sends in the wrong place. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, "", " ", 0, -1, 1e308, 9007199254740991, [], {}, [[]], "__proto__", "constructor"],
    ...["\ud800", "\udc00x", "\u0000", "\uffff", "\ufffe", "🐟", phone, `+${phone}`, "PE.1", newUserId()],
    ...[
      LA_TERRAZA.phoneNumberId,
      "text",
      "system",
      "user_changed_number",
      "1e400",
      "../..",
      "x".repeat(3_000),
    ],
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

const MESSAGE_FIELDS = ["id", "type", "timestamp", "from", "from_user_id", "to", "text", "image", "system"];
const INNER_FIELDS = ["body", "id", "type", "wa_id", "user_id", "previous_user_id", "profile", "__proto__"];
const objectOf = (fields: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: fields.length, noNullPrototype: true });

const inner = fc.oneof(odd, objectOf(INNER_FIELDS, odd));
const message = fc.oneof(
  odd,
  objectOf([...MESSAGE_FIELDS, "context", "referral", "interactive", "reaction", "order"], inner),
);
const value = fc.oneof(
  { weight: 1, arbitrary: odd },
  {
    weight: 4,
    arbitrary: fc.record({
      metadata: fc.oneof(fc.constant({ phone_number_id: LA_TERRAZA.phoneNumberId }), inner),
      contacts: fc.oneof(odd, fc.array(inner, { maxLength: 3 })),
      messages: fc.oneof(odd, fc.array(message, { maxLength: 4 })),
      statuses: fc.oneof(odd, fc.array(inner, { maxLength: 3 })),
      user_id_update: fc.oneof(odd, fc.array(inner, { maxLength: 2 })),
    }),
  },
);
const field = fc.oneof(fc.constantFrom("messages", "smb_message_echoes", "user_id_update"), odd);
const entry = fc.oneof(odd, fc.record({ changes: fc.oneof(odd, fc.array(fc.record({ field, value }))) }));

const TO_LA_TERRAZA = [
  /"phone_number_id":"\d+"/g,
  `"phone_number_id":"${LA_TERRAZA.phoneNumberId}"`,
] as const;
const BODIES = [customerMessages, staffEchoes, identityChanges, otherFields].flatMap<{ entry: unknown[] }>(
  // A business that is unknown would cost all that is in them.
  (bodies) => Object.values(JSON.parse(JSON.stringify(bodies).replaceAll(...TO_LA_TERRAZA))),
);
const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 });

/** The parts of a JSON value, at every level. */
function partsIn(json: unknown): number {
  if (typeof json !== "object" || json === null) return 1;
  return Object.values(json).reduce<number>((count, part) => count + partsIn(part), 1);
}

/** What is queued and logged of a body grows with it, and not faster, whatever is in it. */
function expectBounded(body: unknown) {
  const parts = partsIn(body);
  const logged = webhook.logged();
  const queued = webhook.queued().map(({ event }) => JSON.stringify(event).length);
  expect(queued.length).toBeLessThanOrEqual(parts);
  expect(queued.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(
    8 * JSON.stringify(body).length + 1_000 * queued.length,
  );
  // A line, a metric and its dimensions for each item, and what an invocation says anyway.
  expect(logged.length).toBeLessThanOrEqual(3 * parts + 10);
  for (const entry of logged) expect(JSON.stringify(entry).length).toBeLessThanOrEqual(3_000);
}

describe("whatever else is in a webhook", () => {
  it("a good message in it is published, and what is published can be read", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 3 }), fc.uuid(), async (entries, id) => {
        const good = textWebhook(LA_TERRAZA, newPhone(), `un pedido ${id}`).entry;
        const body = { object: "whatsapp_business_account", entry: [...entries, ...good, ...entries] };

        expect(await webhook.post(body)).toBe(200);

        // `contents` parses every body in the queue as the sync Lambda does.
        expect(webhook.contents()).toContain(`un pedido ${id}`);
        expectBounded(body);
        webhook.reset();
      }),
      { numRuns: 60 },
    );
  });

  it("a good message is published beside whatever was done to those that Meta sends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...BODIES), mutations, fc.uuid(), async (valid, list, id) => {
        const entries = [list.reduce<unknown>(mutated, valid.entry)].flat();
        const good = textWebhook(LA_TERRAZA, newPhone(), `un pedido ${id}`).entry;
        const body = { object: "whatsapp_business_account", entry: [...entries, ...good] };

        expect(await webhook.post(body)).toBe(200);

        expect(webhook.contents()).toContain(`un pedido ${id}`);
        expectBounded(body);
        webhook.reset();
      }),
      { numRuns: 150 },
    );
  });

  it("most of what is mutated there would be published as Meta sends it", async () => {
    // Beyond the time for which SQS drops what it has seen: the mutated ones had the same ids.
    webhook.time.now += 10 * 60_000;
    for (const body of BODIES) expect(await webhook.post(body)).toBe(200);

    expect(webhook.queued().length).toBeGreaterThan(BODIES.length / 2);
  });

  // As JSON text: values that are nested so deep cannot be serialised.
  it.each([
    ["nested 100 000 deep", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["lists of 100 000", `[${"{},".repeat(99_999)}{}]`],
    ["texts of 700 kB", `"${"x".repeat(700_000)}"`],
  ])("good messages are published beside one whose parts are %s", async (_, part) => {
    const parts = {
      text: { body: "@" },
      context: "@",
      referral: { source: "@" },
      id: "@",
      from_user_id: "@",
    };
    const messages = [
      textMessage(phone, "antes"),
      textMessage(phone, "", parts),
      textMessage(phone, "después"),
    ];
    const body = JSON.stringify(messagesWebhook(LA_TERRAZA.phoneNumberId, { messages }));

    expect(await webhook.post(body.replaceAll('"@"', part))).toBe(200);

    expect(webhook.contents()).toEqual(["antes", expect.any(String), "después"]);
  });
});

describe("what the webhook Lambda did meanwhile", () => {
  it("called nobody but DynamoDB and SQS", () => expect(webhook.elsewhere.requests()).toEqual([]));
});
