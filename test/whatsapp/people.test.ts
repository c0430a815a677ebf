import { describe, expect, it } from "vitest";
import type { InboundItem } from "../../functions/whatsapp/inbound.ts";
import { readWebhook } from "../../functions/whatsapp/read-webhook.ts";
import identityChanges from "./fixtures/identity-changes.json" with { type: "json" };
import staffEchoes from "./fixtures/staff-echoes.json" with { type: "json" };
import { ANA, BUSINESS, change, text, webhook } from "./webhook-bodies.ts";

const PHONE = "+51999999999";
const USER_ID = "PE.13491208655302741918";
const NEW_PHONE = "+51988888888";
const NEW_USER_ID = "PE.24817305912873645029";
const BETO = { profile: { name: "Beto" }, wa_id: "51977777777", user_id: "PE.777" };

function firstOf(message: Record<string, unknown>, contacts: unknown): InboundItem | undefined {
  return readWebhook(webhook(change({ contacts, messages: [message] })))[0];
}

const noSender = { kind: "lost", field: "messages", reason: "no-sender" };

describe("who wrote a message", () => {
  it("is told by the message alone when there are no contacts", () => {
    expect(firstOf(text("Hola", { from_user_id: USER_ID }), undefined)).toMatchObject({
      person: { phone: PHONE, userId: USER_ID },
    });
  });

  it("is completed from the contact with the same number", () => {
    expect(firstOf(text("Hola"), [BETO, ANA])).toMatchObject({
      person: { phone: PHONE, userId: USER_ID, displayName: "Ana Quispe" },
    });
  });

  it("is completed from the contact with the same BSUID", () => {
    const message = text("Hola", { from: undefined, from_user_id: USER_ID });
    expect(firstOf(message, [BETO, ANA])).toMatchObject({
      person: { phone: PHONE, userId: USER_ID, displayName: "Ana Quispe" },
    });
  });

  it("is found by a BSUID that stands where the number belongs", () => {
    expect(firstOf(text("Hola", { from: USER_ID }), [])).toMatchObject({ person: { userId: USER_ID } });
  });

  it("is never taken for a phone number when it is a BSUID", () => {
    expect(firstOf(text("Hola", { from: USER_ID }), [])).not.toHaveProperty("person.phone");
  });

  it.each([
    ["a placeholder", "<WHATSAPP_USER_PHONE_NUMBER>"],
    ["missing", undefined],
    ["an object", {}],
  ])("is the only contact when the sender is %s", (_, from) => {
    expect(firstOf(text("Hola", { from }), [ANA])).toMatchObject({
      person: { phone: PHONE, userId: USER_ID },
    });
  });

  it("is not the only contact when the message says otherwise", () => {
    expect(firstOf(text("Hola"), [BETO])).toMatchObject({ person: { phone: PHONE } });
    expect(firstOf(text("Hola"), [BETO])).not.toHaveProperty("person.userId");
    expect(firstOf(text("Hola"), [BETO])).not.toHaveProperty("person.displayName");
  });

  it("is what the message says where the matching contact differs", () => {
    const message = text("Hola", { from_user_id: NEW_USER_ID });
    expect(firstOf(message, [ANA])).toMatchObject({
      person: { phone: PHONE, userId: NEW_USER_ID, displayName: "Ana Quispe" },
    });
  });

  it("is nobody when there are two contacts to choose from", () => {
    expect(firstOf(text("Hola", { from: undefined }), [ANA, BETO])).toEqual(noSender);
  });

  it.each([[[]], [undefined], ["Ana"], [[null]], [[{ wa_id: "12", user_id: "Ana" }]]])(
    "is nobody when nothing names a person: %j",
    (contacts) => {
      expect(firstOf(text("Hola", { from: "12" }), contacts)).toEqual(noSender);
    },
  );

  it("accepts a number that was sent as a JSON number", () => {
    expect(firstOf(text("Hola", { from: 51999999999 }), [])).toMatchObject({ person: { phone: PHONE } });
  });

  it("has a name of a sane length", () => {
    const item = firstOf(text("Hola"), [{ ...ANA, profile: { name: "🐟".repeat(5000) } }]);
    expect(item).toMatchObject({ person: { displayName: "🐟".repeat(128) } });
  });
});

describe("what the bot is told of the staff", () => {
  it.each([
    ["text", { kind: "staff" }],
    ["image", { kind: "staff" }],
    ["edit", undefined],
    ["revoke", undefined],
  ] as const)("their %s: %o", (fixture, input) => {
    const [item] = readWebhook(staffEchoes[fixture]);
    expect(item).toMatchObject({ kind: "message", author: "staff" });
    expect(item?.kind === "message" ? item.input : "no message").toEqual(input);
  });
});

describe("the customer of what staff wrote", () => {
  it.each([
    ["text", "[Staff] Ya sale su pedido"],
    ["image", "[Staff] [Image] Su mesa"],
    ["edit", "[Staff] [Edited] Sale en 5 minutos"],
    ["revoke", "[Staff] [Deleted a message]"],
  ] as const)("is the recipient: %s", (fixture, content) => {
    expect(readWebhook(staffEchoes[fixture])).toEqual([
      expect.objectContaining({ kind: "message", author: "staff", content, person: { phone: PHONE } }),
    ]);
  });

  it("can be known by BSUID alone", () => {
    expect(readWebhook(staffEchoes.text_to_a_bsuid)).toMatchObject([{ person: { userId: USER_ID } }]);
  });

  it("is the sender where the two are swapped", () => {
    expect(readWebhook(staffEchoes.revoke_with_from_and_to_swapped)).toMatchObject([
      { author: "staff", person: { phone: PHONE, userId: USER_ID, displayName: "Ana Quispe" } },
    ]);
  });

  it("is recognised as swapped when the business's number is formatted for display", () => {
    const metadata = { ...BUSINESS, display_phone_number: "+51 961 111 111" };
    const echo = text("Hola", { from: "51999999999", to: "51961111111" });
    const body = webhook(change({ metadata, message_echoes: [echo] }, "smb_message_echoes"));
    expect(readWebhook(body)).toMatchObject([{ person: { phone: PHONE } }]);
  });

  it("is nobody when the business wrote to itself", () => {
    const echo = text("Hola", { from: "51961111111", to: "51961111111" });
    const body = webhook(change({ message_echoes: [echo] }, "smb_message_echoes"));
    expect(readWebhook(body)).toEqual([{ ...noSender, field: "smb_message_echoes" }]);
  });
});

describe("a person whose number or id changed", () => {
  it.each([
    ["user_changed_number", { phone: PHONE }, { phone: NEW_PHONE }],
    [
      "user_changed_number_and_id",
      { phone: PHONE, userId: USER_ID },
      { phone: NEW_PHONE, userId: NEW_USER_ID },
    ],
    ["customer_changed_number", { phone: PHONE }, { phone: NEW_PHONE }],
    ["user_changed_user_id", { userId: USER_ID }, { userId: NEW_USER_ID }],
    ["user_changed_user_id_told_in_the_body_alone", { userId: USER_ID }, { userId: NEW_USER_ID }],
  ] as const)("is the old one and becomes the new one: %s", (fixture, person, becomes) => {
    expect(readWebhook(identityChanges[fixture])).toEqual([
      expect.objectContaining({ kind: "message", type: "system", person, becomes }),
    ]);
  });

  it("is the old one even if the contacts already hold the new id", () => {
    const system = { type: "user_changed_user_id", user_id: NEW_USER_ID };
    const message = text("", { type: "system", system, text: undefined });
    const contacts = [{ ...ANA, user_id: NEW_USER_ID }];
    expect(firstOf(message, contacts)).toMatchObject({
      person: { phone: PHONE, displayName: "Ana Quispe" },
      becomes: { userId: NEW_USER_ID },
    });
    expect(firstOf(message, contacts)).not.toHaveProperty("person.userId");
  });

  it("is the new one when nothing old is told", () => {
    const system = { type: "user_changed_user_id", user_id: NEW_USER_ID, body: "Ana changed" };
    const item = firstOf(text("", { from: undefined, type: "system", system }), undefined);
    expect(item).toMatchObject({ person: { userId: NEW_USER_ID }, content: "[System] Ana changed" });
    expect(item).not.toHaveProperty("becomes");
  });

  it("stays the same when only the security code changed", () => {
    const [item] = readWebhook(identityChanges.customer_identity_changed);
    expect(item).toMatchObject({ person: { phone: PHONE } });
    expect(item).not.toHaveProperty("becomes");
  });

  it("is told by user_id_update without a message", () => {
    expect(readWebhook(identityChanges.user_id_update)).toEqual([
      {
        kind: "identity-change",
        phoneNumberId: BUSINESS.phone_number_id,
        previous: { userId: USER_ID },
        current: { userId: NEW_USER_ID, phone: NEW_PHONE },
      },
    ]);
  });

  it.each([
    [null],
    [{}],
    [{ user_id: { previous: USER_ID } }],
    [{ user_id: { previous: "Ana", current: NEW_USER_ID } }],
  ])("is lost when user_id_update cannot be read: %j", (update) => {
    expect(readWebhook(webhook(change({ user_id_update: [update] }, "user_id_update")))).toEqual([
      { kind: "lost", field: "user_id_update", reason: "malformed-item" },
    ]);
  });
});
