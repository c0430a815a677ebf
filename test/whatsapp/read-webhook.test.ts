import { describe, expect, it } from "vitest";
import type { InboundItem } from "../../functions/whatsapp/inbound.ts";
import { readWebhook } from "../../functions/whatsapp/read-webhook.ts";
import customerMessages from "./fixtures/customer-messages.json" with { type: "json" };
import otherFields from "./fixtures/statuses-and-other-fields.json" with { type: "json" };
import { ANA, change, messages, text, webhook } from "./webhook-bodies.ts";

const ana = { phone: "+51999999999", userId: "PE.13491208655302741918", displayName: "Ana Quispe" };

/** What the one message in each fixture becomes, besides what all of them have in common. */
const EXPECTED: Record<Exclude<keyof typeof customerMessages, `several${string}`>, object> = {
  text: { content: "¿Tienen ceviche? 🐟" },
  text_quoting_a_message: {
    content: "Este, por favor",
    metadata: { type: "text", quoted: { messageId: "wamid.Q001" } },
  },
  text_forwarded_once: { content: "Mira", metadata: { type: "text", forwarded: "once" } },
  text_forwarded_often: { content: "Oferta", metadata: { type: "text", forwarded: "often" } },
  text_from_an_ad: {
    content: "Vi su anuncio",
    metadata: {
      type: "text",
      referral: {
        source_url: "https://fb.me/ceviche",
        source_id: "120226305854810726",
        source_type: "ad",
        headline: "Ceviche del día",
        body: "Hoy a mitad de precio",
        media_type: "image",
        image_url: "https://example.com/ceviche.jpg",
        ctwa_clid: "Aff-n8ZTODiE79d22KtAwQKj9e",
      },
    },
  },
  text_about_a_product: {
    content: "¿Pica mucho?",
    metadata: {
      type: "text",
      quoted: { messageId: "wamid.Q002" },
      referredProduct: { catalog_id: "194836987003835", product_retailer_id: "CEVICHE" },
    },
  },
  text_blank: { content: "[Unsupported message]", placeholder: "malformed-content" },
  audio_voice_note: {
    content: "[Audio message]",
  },
  voice_of_older_payloads: {
    content: "[Audio message]",
  },
  image_with_caption: {
    content: "[Image] ¿Es este?",
  },
  image_without_caption: {
    content: "[Image]",
  },
  video_with_caption: { content: "[Video] Así llegó" },
  document_with_caption: { content: "[Document] pedido.pdf Nuestro pedido" },
  document_without_caption: { content: "[Document] menu.pdf" },
  sticker: { content: "[Sticker]" },
  location_of_a_place: {
    content: "[Location] Parque Kennedy, Av. Larco, Miraflores (-12.1211, -77.0297)",
  },
  location_shared: { content: "[Location] (-12.1211, -77.0297)" },
  contacts: {
    content: "[Contact] Luis Rojas (+51 988 888 888, +51 1 444 4444); Rosa Díaz (51977777777); Pescados SAC",
  },
  button_reply: {
    content: "[Button] Ver la carta",
    metadata: { type: "interactive", quoted: { messageId: "wamid.Q003" } },
  },
  template_quick_reply: { content: "[Button] No, gracias" },
  list_reply: { content: "[List] Ceviche - Con camote y choclo" },
  list_reply_without_description: { content: "[List] Causa" },
  flow_reply: {
    content: '[Form] rating: 5; comment: Muy rico; dishes: ceviche, causa; table: {"number":4}',
  },
  flow_reply_unreadable: { content: "[Form] Enviado" },
  call_permission_granted: { content: "[Call permission] accepted, until 2025-07-22T12:23:02.000Z" },
  call_permission_refused: { content: "[Call permission] rejected" },
  interactive_of_a_new_kind: { content: "[Unsupported message]", placeholder: "unknown-type" },
  interactive_without_its_object: {
    content: "[Unsupported message]",
    placeholder: "malformed-content",
  },
  order: { content: "[Order] 2 x CEVICHE (35.50 PEN), 1 x CHICHA (8.00 PEN) sin ají" },
  reaction: { content: "[Reaction] 👍", metadata: { type: "reaction", about: "wamid.Q004" } },
  reaction_taken_back: {
    content: "[Reaction removed]",
    metadata: { type: "reaction", about: "wamid.Q004" },
  },
  reaction_without_emoji: {
    content: "[Reaction removed]",
    metadata: { type: "reaction", about: "wamid.Q004" },
  },
  edited_text: { content: "[Edited] Dos, no tres", metadata: { type: "edit", about: "wamid.Q005" } },
  edited_image: {
    content: "[Edited] [Image] Esta es",
    metadata: { type: "edit", about: "wamid.Q006" },
  },
  deleted: { content: "[Deleted a message]", metadata: { type: "revoke", about: "wamid.Q007" } },
  welcome: { content: "[Welcome] Opened the chat for the first time" },
  unsupported: { content: "[Unsupported message]", placeholder: "unsupported-type" },
  type_that_does_not_exist_yet: { content: "[Unsupported message]", placeholder: "unknown-type" },
  no_type: { content: "[Unsupported message]", placeholder: "unknown-type", type: "unknown" },
  person_without_a_phone_number: {
    content: "Sin número",
    person: { userId: "PE.13491208655302741918", displayName: "Ana" },
  },
};

const audio = { kind: "audio", mimeType: "audio/ogg; codecs=opus" };
const image = { kind: "image", mediaId: "1908647269898587", mimeType: "image/jpeg" };
const kennedy = { latitude: -12.1211, longitude: -77.0297 };

/** What the bot is told of the message in each fixture. "none": nothing; nobody waits for an answer. */
const INPUTS: Record<keyof typeof EXPECTED, object | "none"> = {
  text: { kind: "text", text: "¿Tienen ceviche? 🐟" },
  text_quoting_a_message: { kind: "text", text: "Este, por favor" },
  text_forwarded_once: { kind: "text", text: "Mira" },
  text_forwarded_often: { kind: "text", text: "Oferta" },
  text_from_an_ad: { kind: "text", text: "Vi su anuncio" },
  text_about_a_product: { kind: "text", text: "¿Pica mucho?" },
  text_blank: { kind: "other" },
  audio_voice_note: { ...audio, mediaId: "1003383421387256" },
  voice_of_older_payloads: { ...audio, mediaId: "1003383421387257" },
  image_with_caption: { ...image, caption: "¿Es este?" },
  image_without_caption: image,
  video_with_caption: { kind: "other" },
  document_with_caption: { kind: "other" },
  document_without_caption: { kind: "other" },
  sticker: { kind: "other" },
  location_of_a_place: {
    kind: "location",
    location: { ...kennedy, name: "Parque Kennedy", address: "Av. Larco, Miraflores" },
  },
  location_shared: { kind: "location", location: kennedy },
  contacts: { kind: "other" },
  button_reply: { kind: "choice", id: "menu", title: "Ver la carta" },
  template_quick_reply: { kind: "choice", id: "STOP", title: "No, gracias" },
  list_reply: { kind: "choice", id: "ceviche", title: "Ceviche" },
  list_reply_without_description: { kind: "choice", id: "causa", title: "Causa" },
  flow_reply: { kind: "other" },
  flow_reply_unreadable: { kind: "other" },
  call_permission_granted: "none",
  call_permission_refused: "none",
  interactive_of_a_new_kind: { kind: "other" },
  interactive_without_its_object: { kind: "other" },
  order: {
    kind: "basket",
    lines: [
      { productId: "CEVICHE", quantity: 2 },
      { productId: "CHICHA", quantity: 1 },
    ],
  },
  reaction: "none",
  reaction_taken_back: "none",
  reaction_without_emoji: "none",
  edited_text: "none",
  edited_image: "none",
  deleted: "none",
  welcome: { kind: "welcome" },
  unsupported: { kind: "other" },
  type_that_does_not_exist_yet: { kind: "other" },
  no_type: { kind: "other" },
  person_without_a_phone_number: { kind: "text", text: "Sin número" },
};

describe("what a customer's message becomes", () => {
  it.each(Object.entries(EXPECTED))("%s", (name, expected) => {
    const body = customerMessages[name as keyof typeof EXPECTED];
    const sent = body.entry[0]?.changes[0]?.value.messages[0];
    const type = sent !== undefined && "type" in sent ? sent.type : "unknown";
    expect(readWebhook(body)[0]).toEqual({
      kind: "message",
      phoneNumberId: "106540352242922",
      id: sent?.id,
      person: ana,
      author: "customer",
      occurredAt: "2025-06-08T20:59:43.000Z",
      type,
      metadata: { type },
      ...expected,
      ...(INPUTS[name as keyof typeof EXPECTED] !== "none" && {
        input: INPUTS[name as keyof typeof EXPECTED],
      }),
    });
  });
});

describe("what everything else becomes", () => {
  it.each(["sent", "delivered", "read", "played"] as const)("a status: %s", (status) => {
    expect(readWebhook(otherFields[`status_${status}`])).toEqual([
      { kind: "status", phoneNumberId: "106540352242922", messageId: "wamid.S001", status, errorCodes: [] },
    ]);
  });

  it("a failed message keeps its error code", () => {
    expect(readWebhook(otherFields.status_failed)).toEqual([
      expect.objectContaining({ kind: "status", status: "failed", errorCodes: [131047] }),
    ]);
  });

  it("Meta's own trouble, told beside the messages, is ignored with its code", () => {
    expect(readWebhook(otherFields.reported_error)).toEqual([
      { kind: "ignored", field: "messages", reason: "reported-error", errorCodes: [130429] },
    ]);
  });

  it.each([
    ["account_update", "account_update"],
    ["template_status", "message_template_status_update"],
    ["call", "calls"],
  ] as const)("the field of %s is ignored", (fixture, field) => {
    expect(readWebhook(otherFields[fixture])).toEqual([{ kind: "ignored", field, reason: "field-not-used" }]);
  });

  it("a change with nothing in it is ignored as empty", () => {
    const empty = { kind: "ignored", field: "messages", reason: "empty-change" };
    expect(readWebhook(otherFields.empty_change)).toEqual([empty]);
    expect(readWebhook(webhook({ field: "messages" }, { field: "messages", value: null }))).toEqual([
      empty,
      empty,
    ]);
  });
});

describe("the order of the items", () => {
  it("is that of the body: entries, changes, lists and elements", () => {
    const body = {
      object: "whatsapp_business_account",
      entry: [
        { changes: [change({ statuses: [{ status: "read" }], messages: [text("1"), text("2")] })] },
        { changes: [change({ messages: [text("3")] }), { field: "calls", value: {} }] },
        { changes: [change({ message_echoes: [text("4", { to: ANA.wa_id })] }, "smb_message_echoes")] },
      ],
    };
    expect(readWebhook(body).map(summary)).toEqual(["status", "1", "2", "3", "ignored", "[Staff] 4"]);
  });

  it("holds for each of 1000 messages in one body", () => {
    const list = Array.from({ length: 1000 }, (_, index) => text(`${index}`, { id: `wamid.${index}` }));
    const items = readWebhook(messages(...list));
    expect(items.map(summary)).toEqual(list.map((_, index) => `${index}`));
  });
});

describe("what Meta left out", () => {
  it("an id is made from the message: the same for the same message, another for another one", () => {
    const [first, again, other] = [text("Hola"), text("Hola"), text("Hola!")].map((message) => {
      const [item] = readWebhook(messages({ ...message, id: " " }));
      return item?.kind === "message" ? item.id : undefined;
    });
    expect(first).toMatch(/^made\.[0-9a-f]{64}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each([[undefined], ["yesterday"], ["0"], ["-5"], [1e300], ["1749416383000"], [{}]])(
    "instead of the timestamp %j there is one that is the same on every delivery",
    (timestamp) => {
      const [item] = readWebhook(messages(text("Hola", { timestamp })));
      expect(item).toMatchObject({ occurredAt: "1970-01-01T00:00:00.000Z" });
    },
  );

  it("a timestamp is accepted as a number too", () => {
    const [item] = readWebhook(messages(text("Hola", { timestamp: 1749416383 })));
    expect(item).toMatchObject({ occurredAt: "2025-06-08T20:59:43.000Z" });
  });

  it("without a phone number id every message is lost, one by one", () => {
    const body = webhook(change({ metadata: {}, contacts: [ANA], messages: [text("1"), text("2")] }));
    const lost = { kind: "lost", field: "messages", reason: "no-phone-number-id" };
    expect(readWebhook(body)).toEqual([lost, lost]);
  });
});

function summary(item: InboundItem): string {
  return item.kind === "message" ? item.content : item.kind;
}
