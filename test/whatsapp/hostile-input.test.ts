import { describe, expect, it } from "vitest";
import { MAX_CONTENT_CHARACTERS, MAX_REFERRAL_BYTES } from "../../functions/whatsapp/limits.ts";
import { NotAWebhookError, readWebhook } from "../../functions/whatsapp/read-webhook.ts";
import { ANA, change, messages, text, webhook } from "./webhook-bodies.ts";

const DEPTH = 100_000;
const deep = (): unknown => JSON.parse(`${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`);

/** The given message between two good ones; the good ones have to come out as if it were not there. */
function between(odd: unknown) {
  const [before, item, after] = readWebhook(
    messages(text("before", { id: "1" }), odd, text("after", { id: "2" })),
  );
  expect([before, after]).toMatchObject([{ content: "before" }, { content: "after" }]);
  return item;
}

describe("a body that is no webhook", () => {
  it.each([
    [null, "body"],
    ["text", "body"],
    [[], "body"],
    [{}, "object, entry"],
    [{ object: "page", entry: [] }, "object"],
    [{ object: "whatsapp_business_account", entry: { secret: "+51999999999" } }, "entry"],
  ])("is refused by name, never by value: %j", (body, fields) => {
    expect(() => readWebhook(body)).toThrow(new NotAWebhookError(fields.split(", ")));
    expect(() => readWebhook(body)).toThrow(`Not a WhatsApp webhook; wrong: ${fields}`);
  });

  it("is not what an empty webhook is", () => {
    expect(readWebhook({ object: "whatsapp_business_account", entry: [] })).toEqual([]);
  });
});

describe("an odd item costs its neighbours nothing", () => {
  const lostItem = { kind: "lost", field: "messages", reason: "malformed-item" };

  it.each([[null], [42], ["text"], [[]], [true]])("a message that is %j is lost alone", (odd) => {
    expect(between(odd)).toEqual(lostItem);
  });

  it.each([[null], [7], ["entry"], [[]], [{ changes: 7 }]])("an entry that is %j is lost alone", (odd) => {
    const good = { changes: [change({ contacts: [ANA], messages: [text("Hola")] })] };
    const items = readWebhook({ object: "whatsapp_business_account", entry: [good, odd, good] });
    expect(items).toMatchObject([
      { content: "Hola" },
      { kind: "lost", field: "unknown", reason: "malformed-change" },
      { content: "Hola" },
    ]);
  });

  it.each([
    [null, "unknown"],
    [7, "unknown"],
    [{ value: { messages: [] } }, "unknown"],
    [{ field: "messages", value: 7 }, "messages"],
    [change({ messages: "Hola" }), "messages"],
    [change({ messages: { 0: text("Hola") } }), "messages"],
  ])("a change that is %j is lost alone", (odd, field) => {
    const good = change({ contacts: [ANA], messages: [text("Hola")] });
    expect(readWebhook(webhook(good, odd, good))).toMatchObject([
      { content: "Hola" },
      { kind: "lost", field, reason: "malformed-change" },
      { content: "Hola" },
    ]);
  });

  it("an entry without changes is ignored", () => {
    const body = { object: "whatsapp_business_account", entry: [{}, { changes: [] }, { changes: null }] };
    const ignored = { kind: "ignored", field: "unknown", reason: "empty-change" };
    expect(readWebhook(body)).toEqual([ignored, ignored, ignored]);
  });

  it("a status that is no object is lost alone, one without a status is unknown", () => {
    const body = webhook(change({ statuses: [3, { id: "wamid.1", errors: [null, { code: "131026" }] }] }));
    expect(readWebhook(body)).toMatchObject([
      lostItem,
      { kind: "status", status: "unknown", errorCodes: [131026] },
    ]);
  });
});

describe("malformed content is a placeholder", () => {
  it.each([
    ["text", undefined],
    ["text", "Hola"],
    ["text", { body: 7 }],
    ["text", { body: " \n\t" }],
    ["audio", []],
    ["image", null],
    ["sticker", 3],
    ["location", { latitude: "north", longitude: 2 }],
    ["contacts", {}],
    ["contacts", [null, 7, {}, { phones: "none" }]],
    ["button", { text: " " }],
    ["interactive", { type: 7 }],
    ["interactive", { type: "button_reply" }],
    ["interactive", { type: "list_reply", list_reply: {} }],
    ["interactive", { type: "nfm_reply", nfm_reply: null }],
    ["order", { product_items: [] }],
    ["order", { product_items: "2 x ceviche" }],
    ["reaction", "👍"],
    ["edit", null],
    ["revoke", 1],
    ["system", []],
  ])("%s: %j", (type, content) => {
    const item = between(text("", { type, text: undefined, [type]: content }));
    expect(item).toMatchObject({ content: "[Unsupported message]", placeholder: "malformed-content" });
  });

  it("an unreadable line of an order is shown, so that nobody takes the rest for all of it", () => {
    const order = { product_items: [{ product_retailer_id: "CAUSA", quantity: "2" }, { quantity: 1 }] };
    expect(between(text("", { type: "order", order }))).toMatchObject({
      content: "[Order] 2 x CAUSA, (unreadable line)",
    });
  });

  it("an image without an id still shows its caption", () => {
    const item = between(text("", { type: "image", image: { caption: "Mi mesa" } }));
    expect(item).toMatchObject({ content: "[Image] Mi mesa", input: { kind: "other" } });
  });

  it("an edit whose content cannot be read still tells what it is about", () => {
    const edit = { original_message_id: "wamid.0", message: { type: "hologram" } };
    expect(between(text("", { type: "edit", edit }))).toMatchObject({
      content: "[Edited] [Unsupported message]",
      placeholder: "unknown-type",
      metadata: { about: "wamid.0" },
    });
  });
});

describe("names that mean something to JavaScript", () => {
  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s is an unknown type", (type) => {
    expect(between(text("", { type }))).toMatchObject({ type, placeholder: "unknown-type" });
  });

  it.each(["__proto__", "constructor", "toString"])("%s is an unknown interactive type", (type) => {
    const item = between(text("", { type: "interactive", interactive: { type } }));
    expect(item).toMatchObject({ placeholder: "unknown-type" });
  });

  it("a __proto__ key gives a message nothing", () => {
    const odd: unknown = JSON.parse('{"__proto__":{"from":"51999999999","type":"text","text":{"body":"x"}}}');
    const body = webhook(change({ messages: [odd] }));
    expect(readWebhook(body)).toEqual([{ kind: "lost", field: "messages", reason: "no-sender" }]);
  });

  it("a __proto__ key gives a reply nothing", () => {
    const interactive: unknown = JSON.parse(
      '{"type":"button_reply","__proto__":{"button_reply":{"title":"x"}}}',
    );
    const item = between({ ...text("", { type: "interactive" }), interactive });
    expect(item).toMatchObject({ placeholder: "malformed-content" });
  });

  it("a __proto__ key is left out of a referral and of a form", () => {
    const referral: unknown = JSON.parse('{"source_id":"1","__proto__":{"x":1},"a":{"__proto__":{"y":1}}}');
    const form = { response_json: '{"__proto__":{"x":1},"rating":5}' };
    const interactive = { type: "nfm_reply", nfm_reply: form };
    const odd = { ...text("", { type: "interactive", interactive }), referral };
    const item = between(odd);
    expect(item).toMatchObject({ content: "[Form] rating: 5" });
    expect(JSON.stringify(item)).not.toContain("__proto__");
  });
});

describe("size and depth", () => {
  it.each([
    ["an unknown field", () => ({ ...text("Hola"), other: deep() })],
    ["text.body", () => ({ ...text(""), text: { body: deep() } })],
    ["context", () => ({ ...text("Hola"), context: deep() })],
    ["referral", () => ({ ...text("Hola"), referral: { a: deep() } })],
    ["id, so that one is made from all of it", () => ({ ...text("Hola"), id: deep() })],
    ["contacts", () => ({ ...text(""), type: "contacts", contacts: deep() })],
  ])("survives extreme nesting in %s", (_, odd) => {
    expect(between(odd())).toMatchObject({ kind: "message" });
  });

  it("survives extreme nesting around the messages", () => {
    const body = webhook(deep(), change({ contacts: deep(), messages: [text("Hola"), deep()] }));
    expect(readWebhook(body)).toMatchObject([{ kind: "lost" }, { content: "Hola" }, { kind: "lost" }]);
  });

  it("survives edits within edits, however many", () => {
    let edit: unknown = text("Hola");
    for (let level = 0; level < DEPTH; level++) {
      edit = { type: "edit", edit: { original_message_id: "wamid.0", message: edit } };
    }
    expect(between({ ...text(""), ...(edit as object) })).toMatchObject({
      content: "[Edited] [Unsupported message]",
      placeholder: "unknown-type",
    });
  });

  it("survives a form with extreme nesting", () => {
    const response = `{"a":${"[".repeat(DEPTH)}${"]".repeat(DEPTH)},"rating":5}`;
    const interactive = { type: "nfm_reply", nfm_reply: { response_json: response, body: "Sent" } };
    expect(between(text("", { type: "interactive", interactive }))).toMatchObject({
      content: expect.stringContaining("rating: 5"),
    });
  });

  it.each([
    ["contacts", [{ name: { formatted_name: "x".repeat(1_000_000) } }]],
    ["text", { body: "🐟".repeat(1_000_000) }],
    ["document", { filename: "x".repeat(1_000_000), caption: "y".repeat(1_000_000) }],
  ])("cuts endless content and says so: %s", (type, content) => {
    const item = between({ ...text(""), type, [type]: content });
    const cut = item?.kind === "message" ? item.content : "";
    expect(cut.length).toBeGreaterThan(MAX_CONTENT_CHARACTERS - 2);
    expect(cut.length).toBeLessThanOrEqual(MAX_CONTENT_CHARACTERS);
    expect(cut.endsWith(" … [cut]")).toBe(true);
    expect(cut.isWellFormed()).toBe(true);
  });

  it("tells how much of an endless list is left out", () => {
    const line = { product_retailer_id: "A", quantity: 1 };
    const order = { product_items: Array.from({ length: 300_000 }, () => line) };
    expect(between({ ...text(""), type: "order", order })).toMatchObject({
      content: expect.stringMatching(/^\[Order\] 1 x A, .*, … \(299000 more\)$/),
    });
    const contacts = Array.from({ length: 300_000 }, () => ({ name: { first_name: "Ana" } }));
    expect(between({ ...text(""), type: "contacts", contacts })).toMatchObject({
      content: expect.stringMatching(/^\[Contact\] Ana; .*; … \(299000 more\)$/),
    });
  });

  it("keeps of an endless referral what fits", () => {
    const referral = {
      source_id: "1",
      body: "x".repeat(MAX_REFERRAL_BYTES),
      source_url: "https://a.example",
    };
    expect(between(text("Hola", { referral }))).toMatchObject({
      metadata: { referral: { source_id: "1", source_url: "https://a.example" } },
    });
    const item = between(text("Hola", { referral }));
    expect(item).not.toHaveProperty("metadata.referral.body");
  });

  it("bounds what is logged and counted by name", () => {
    const items = readWebhook(webhook({ field: "x".repeat(1e6), value: {} }, change({ messages: [] })));
    expect(items[0]).toMatchObject({ kind: "ignored", field: "x".repeat(256) });
    expect(between(text("", { type: "y".repeat(1e6) }))).toMatchObject({ type: "y".repeat(256) });
  });

  it("does not take an endless id for an id", () => {
    expect(between(text("Hola", { id: "x".repeat(1e6) }))).toMatchObject({
      id: expect.stringMatching(/^made\./),
    });
  });
});

describe("text that is not well-formed", () => {
  it("is mended in content, caption and name", () => {
    const image = { id: "1", caption: "mesa \ud83d" };
    const contacts = [{ ...ANA, profile: { name: "Ana \udc1f" } }];
    const body = webhook(change({ contacts, messages: [text("", { type: "image", image })] }));
    expect(readWebhook(body)).toMatchObject([
      {
        content: "[Image] mesa \ufffd",
        input: { caption: "mesa \ufffd" },
        person: { displayName: "Ana \ufffd" },
      },
    ]);
  });

  it("is not an id", () => {
    expect(between(text("Hola", { id: "wamid.\ud83d" }))).toMatchObject({
      id: expect.stringMatching(/^made\./),
    });
  });
});
