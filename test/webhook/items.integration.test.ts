import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LA_TERRAZA, newPhone, SUSHI_SAKURA } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { startWebhookBench, type WebhookBench } from "../support/webhook-bench.ts";
import {
  messagesWebhook,
  newMessage,
  textMessage,
  textWebhook,
  typedWebhook,
  webhook as webhookOf,
} from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let webhook: WebhookBench;

beforeAll(async () => {
  webhook = await startWebhookBench();
});
afterEach(() => webhook.reset());
afterAll(() => webhook.stop());

const ana = newPhone();
const says = (text: string) => textMessage(ana, text);
const metadataOf = ({ phoneNumberId }: { readonly phoneNumberId: string }) => ({
  display_phone_number: "15550783881",
  phone_number_id: phoneNumberId,
});

describe("a message", () => {
  it("is queued as the event that the sync Lambda knows, with its business, person and correlation id", async () => {
    const message = textMessage(ana, "Una causa limeña", { id: "wamid.event", timestamp: "1777896000" });
    const body = messagesWebhook(LA_TERRAZA.phoneNumberId, {
      contacts: [{ profile: { name: "Ana" }, wa_id: ana }],
      messages: [message],
    });

    expect(await webhook.post(body, { requestId: "request-1" })).toBe(200);

    const { subDomain, localId, botId } = LA_TERRAZA;
    expect(webhook.queued().map(({ event }) => event)).toEqual([
      {
        version: 2,
        type: "message",
        id: "wamid.event",
        conversation: { subDomain, localId, botId, key: `+${ana}`, phone: `+${ana}`, displayName: "Ana" },
        occurredAt: "2026-05-04T12:00:00.000Z",
        correlationId: "request-1",
        role: "user",
        content: "Una causa limeña",
        metadata: { type: "text" },
      },
    ]);
    expect(webhook.counted("MessagesReceived")).toBe(1);
    expect(webhook.counted("EventsPublished")).toBe(1);
  });

  it("shows nothing of its person in what SQS's consoles and metrics show", async () => {
    await webhook.post(textWebhook(LA_TERRAZA, ana, "Hola", { id: `wamid.${ana}` }));

    const [queued] = webhook.queued();
    expect(queued?.groupId).toMatch(/^[0-9a-f]{64}$/);
    expect(queued?.deduplicationId).toMatch(/^[0-9a-f]{64}$/);
  });

  it("of staff, written on their phone, is the bot's in the customer's conversation", async () => {
    await webhook.post(textWebhook(LA_TERRAZA, ana, "¿Tienen mesa?"));
    const echo = { ...newMessage(), from: "15550783881", to: ana, type: "text", text: { body: "Sí, pase" } };
    const value = { metadata: metadataOf(LA_TERRAZA), message_echoes: [echo] };

    expect(await webhook.post(webhookOf([{ field: "smb_message_echoes", value }]))).toBe(200);

    const [asked, answered] = webhook.queued();
    expect(answered?.event).toMatchObject({ role: "bot", content: "[Staff] Sí, pase" });
    expect(answered?.groupId).toBe(asked?.groupId);
  });

  it("that is a reaction tells what it is about", async () => {
    const reaction = { reaction: { message_id: "wamid.reacted", emoji: "😮" } };

    await webhook.post(typedWebhook(LA_TERRAZA, ana, "reaction", reaction));

    expect(webhook.queued()[0]?.event).toMatchObject({
      content: "[Reaction] 😮",
      metadata: { type: "reaction", about: "wamid.reacted" },
    });
  });
});

describe("everything in one webhook", () => {
  it("is taken: every message of every change of every entry, in their order", async () => {
    const changes = [LA_TERRAZA, SUSHI_SAKURA].map((to) => ({
      field: "messages",
      value: { metadata: metadataOf(to), messages: [says(`uno ${to.name}`), says(`dos ${to.name}`)] },
    }));
    const body = { object: "whatsapp_business_account", entry: [{ changes }, { changes }] };

    expect(await webhook.post(body)).toBe(200);

    const toLaTerraza = webhook
      .queued()
      .filter(({ event }) => event.conversation.subDomain === LA_TERRAZA.subDomain);
    // The second entry repeats the first one's messages, and SQS takes each of them once.
    expect(toLaTerraza.map(({ event }) => event)).toMatchObject([
      { content: "uno La Terraza" },
      { content: "dos La Terraza" },
    ]);
    expect(webhook.contents()).toHaveLength(4);
    expect(webhook.counted("MessagesReceived")).toBe(8);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["of a type that does not exist yet", { type: "hologram", hologram: {} }, "unknown-type"],
    ["that Meta does not pass on", { type: "unsupported", errors: [{ code: 131051 }] }, "unsupported-type"],
    ["whose content is of a wrong kind", { type: "text", text: ["Hola"] }, "malformed-content"],
    ["without its content", { type: "image" }, "malformed-content"],
  ])("keeps its place for a message %s, as a placeholder", async (_, odd, reason) => {
    const messages = [says("antes"), { ...newMessage(), from: ana, ...odd }, says("después")];

    expect(
      await webhook.post(messagesWebhook(LA_TERRAZA.phoneNumberId, { messages: messages as never })),
    ).toBe(200);

    expect(webhook.contents()).toEqual(["antes", "[Unsupported message]", "después"]);
    expect(webhook.counted("PlaceholdersPublished", { reason })).toBe(1);
    expect(webhook.logged()).toContainEqual(
      expect.objectContaining({ level: "WARN", reason, messageType: odd["type"] }),
    );
  });

  it.each<[string, unknown, string]>([
    ["that is no object", "Hola", "malformed-item"],
    ["from nobody", { ...newMessage(), type: "text", text: { body: "¿Quién soy?" } }, "no-sender"],
  ])("but a message %s is published; that one is logged and counted as lost", async (_, odd, reason) => {
    const messages = [says("antes"), odd, says("después")];

    expect(
      await webhook.post(messagesWebhook(LA_TERRAZA.phoneNumberId, { messages: messages as never })),
    ).toBe(200);

    expect(webhook.contents()).toEqual(["antes", "después"]);
    expect(webhook.counted("ItemsLost", { reason })).toBe(1);
    expect(webhook.logged()).toContainEqual(expect.objectContaining({ level: "ERROR", reason }));
  });

  it("is published although an entry and a change beside it are malformed", async () => {
    const good = { field: "messages", value: { metadata: metadataOf(LA_TERRAZA), messages: [says("bien")] } };
    const entry = [null, { changes: "none" }, { changes: [7, { field: "messages", value: [] }, good] }];

    expect(await webhook.post({ object: "whatsapp_business_account", entry })).toBe(200);

    expect(webhook.contents()).toEqual(["bien"]);
    expect(webhook.counted("ItemsLost", { reason: "malformed-change" })).toBe(4);
  });
});

describe("what is no message", () => {
  it("is acknowledged and counted: statuses, a failed one with its codes", async () => {
    const statuses = [
      { id: "wamid.sent", status: "delivered", recipient_id: ana },
      {
        id: "wamid.failed",
        status: "failed",
        recipient_id: ana,
        errors: [{ code: 131047 }, { code: 131026 }],
      },
    ];

    expect(await webhook.post(messagesWebhook(LA_TERRAZA.phoneNumberId, { statuses }))).toBe(200);

    expect(webhook.queued()).toEqual([]);
    expect(webhook.counted("StatusesReceived")).toBe(2);
    const warnings = webhook.logged().filter(({ level }) => level === "WARN");
    expect(warnings).toMatchObject([{ codes: "131047,131026", correlationId: expect.any(String) }]);
    expect(webhook.counted("WhatsAppErrors", { code: "131047" })).toBe(1);
    expect(webhook.counted("WhatsAppErrors", { code: "131026" })).toBe(1);
  });

  it("is acknowledged and counted: fields that tell of no conversation", async () => {
    const changes = ["account_update", "message_template_status_update", "calls", "of_next_year"].map(
      (field) => ({ field, value: { event: "PARTNER_ADDED", phone_number: ana } }),
    );

    expect(await webhook.post(webhookOf(changes))).toBe(200);

    expect(webhook.queued()).toEqual([]);
    expect(webhook.between.dynamodb.requests()).toEqual([]);
    expect(webhook.counted("ItemsIgnored", { reason: "field-not-used" })).toBe(4);
  });
});

describe("what the webhook Lambda did meanwhile", () => {
  it("printed no phone number, id, text or key", () => expectNothingPersonal(webhook));
  it("called nobody but DynamoDB and SQS", () => expect(webhook.elsewhere.requests()).toEqual([]));
});
