import { describe, expect, it } from "vitest";
import { ANA, buttons, list, NUMBER, rows, runningWhatsApp, text } from "./running-whatsapp.ts";

const template = { type: "template", template: { name: "back_soon", language: { code: "es" } } };
const locationRequest = {
  type: "interactive",
  interactive: {
    type: "location_request_message",
    body: { text: "¿Dónde estás?" },
    action: { name: "send_location" },
  },
};

describe("sending", () => {
  it.each([
    ["text", text("Hola 👋")],
    ["reply buttons", buttons(["Sí", "No", "Luego"])],
    [
      "a list",
      list([
        { title: "Pizzas", rows: rows(6) },
        { title: "Postres", rows: rows(4, "p") },
      ]),
    ],
    ["a location request", locationRequest],
    [
      "an image by its address",
      { type: "image", image: { link: "https://example.com/a.jpg", caption: "La carta" } },
    ],
    ["an image by its id", { type: "image", image: { id: "123" } }],
    ["a template", template],
    ["a quoted reply", { ...text("Sí"), context: { message_id: "wamid.A" } }],
  ])("accepts and records %s", async (_, message) => {
    const { send, whatsapp } = await runningWhatsApp();
    const { status, body } = await send(message);
    expect(status).toBe(200);
    expect(body).toEqual({
      messaging_product: "whatsapp",
      contacts: [{ input: ANA, wa_id: ANA }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    expect(whatsapp.sent()).toEqual([
      {
        sequence: 1,
        at: "2026-05-04T12:00:00.000Z",
        id: body.messages[0].id,
        phoneNumberId: NUMBER,
        recipient: { kind: "phone", id: ANA },
        message: { messaging_product: "whatsapp", to: ANA, ...message },
      },
    ]);
  });

  it("takes a message without a type for text", async () => {
    const { send, whatsapp } = await runningWhatsApp();
    expect(await send({ text: { body: "hola" } })).toMatchObject({ status: 200 });
    expect(whatsapp.sent()).toMatchObject([{ message: { type: "text", text: { body: "hola" } } }]);
  });

  it("reaches a person by phone with a plus, and by user id in a field of its own", async () => {
    const { send, whatsapp } = await runningWhatsApp();
    const byPhone = await send({ ...text("a"), to: `+${ANA}` });
    expect(byPhone.body.contacts).toEqual([{ input: `+${ANA}`, wa_id: ANA }]);
    const recipient = "PE.13491208655302741918";
    const byId = await send({ ...text("b"), to: undefined, recipient });
    expect(byId.body.contacts).toEqual([{ input: recipient, user_id: recipient }]);
    expect(whatsapp.sent().map((sent) => sent.recipient)).toEqual([
      { kind: "phone", id: ANA },
      { kind: "userId", id: recipient },
    ]);
  });

  it.each([
    ["nobody", { to: undefined }, 131008],
    ["a user id where a phone number belongs", { to: "PE.13491208655302741918" }, 131009],
    ["a phone number where a user id belongs", { to: undefined, recipient: ANA }, 131009],
    ["a number that is none", { to: "12ab" }, 131009],
  ])("refuses %s as the recipient", async (_, recipient, code) => {
    const { send, whatsapp } = await runningWhatsApp();
    expect(await send({ ...text("a"), ...recipient })).toMatchObject({
      status: 400,
      body: { error: { code } },
    });
    expect(whatsapp.sent()).toEqual([]);
  });

  it("numbers what was sent in order, together with read receipts and typing indicators", async () => {
    const { call, messages, send, time, whatsapp } = await runningWhatsApp();
    const receipt = { messaging_product: "whatsapp", status: "read", message_id: "wamid.A" };
    const typing = { ...receipt, message_id: "wamid.B", typing_indicator: { type: "text" } };
    expect(await call("POST", messages, receipt)).toEqual({ status: 200, body: { success: true } });
    await call("POST", messages, typing);
    time.now += 2000;
    await send(text("hola"));
    const mark = { at: "2026-05-04T12:00:00.000Z", phoneNumberId: NUMBER };
    expect(whatsapp.readReceipts()).toEqual([
      { ...mark, sequence: 1, messageId: "wamid.A" },
      { ...mark, sequence: 2, messageId: "wamid.B" },
    ]);
    expect(whatsapp.typingIndicators()).toEqual([{ ...mark, sequence: 3, messageId: "wamid.B" }]);
    expect(whatsapp.sent()).toMatchObject([{ sequence: 4, at: "2026-05-04T12:00:02.000Z" }]);
    const seen = await call("GET", "/__sent");
    expect(seen.body).toEqual({
      messages: whatsapp.sent(),
      readReceipts: whatsapp.readReceipts(),
      typingIndicators: whatsapp.typingIndicators(),
    });
  });

  it("refuses a read receipt that names no message, or an indicator that does not exist", async () => {
    const { call, messages, whatsapp } = await runningWhatsApp();
    const receipt = { messaging_product: "whatsapp", status: "read" };
    expect(await call("POST", messages, receipt)).toMatchObject({ body: { error: { code: 131008 } } });
    const odd = { ...receipt, message_id: "wamid.A", typing_indicator: { type: "audio" } };
    expect(await call("POST", messages, odd)).toMatchObject({ body: { error: { code: 131009 } } });
    expect(whatsapp.readReceipts()).toEqual([]);
  });
});

describe("the 24-hour window", () => {
  const HOUR = 60 * 60 * 1000;

  it("closes 24 hours after the person last wrote to that number, but not for templates", async () => {
    const { send, time, whatsapp } = await runningWhatsApp();
    whatsapp.setLastInbound({ phoneNumberId: NUMBER, person: `+${ANA}`, at: time.now });
    time.now += 24 * HOUR;
    expect(await send(text("justo"))).toMatchObject({ status: 200 });
    time.now += 1;
    expect(await send(text("tarde"))).toMatchObject({ status: 400, body: { error: { code: 131047 } } });
    expect(await send(template)).toMatchObject({ status: 200 });
    whatsapp.setLastInbound({ phoneNumberId: NUMBER, person: ANA, at: time.now });
    expect(await send(text("otra vez"))).toMatchObject({ status: 200 });
  });

  it("is one for each number and person, and enforced only for those it was told of", async () => {
    const recipient = "PE.13491208655302741918";
    const { send, call } = await runningWhatsApp({
      lastInbound: [{ phoneNumberId: NUMBER, person: recipient, at: 0 }],
    });
    const message = { messaging_product: "whatsapp", recipient, ...text("a") };
    expect(await send({ ...message, to: undefined })).toMatchObject({ body: { error: { code: 131047 } } });
    expect(await call("POST", "/v23.0/555/messages", message)).toMatchObject({ status: 200 });
    expect(await send(text("a"))).toMatchObject({ status: 200 });
  });

  it("can be told over HTTP", async () => {
    const { call, send } = await runningWhatsApp();
    const last = { phoneNumberId: NUMBER, person: ANA, at: 0 };
    expect(await call("POST", "/__last-inbound", last)).toMatchObject({ status: 200 });
    expect(await send(text("a"))).toMatchObject({ body: { error: { code: 131047 } } });
    expect(await call("POST", "/__last-inbound", { person: ANA })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("phoneNumberId") },
    });
  });
});
