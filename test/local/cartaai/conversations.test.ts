import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANA, runningCartaAI, TERRAZA } from "./running-cartaai.ts";

describe("opening a conversation", () => {
  it("makes one in CartaAI's shape", async () => {
    const { call, time } = await runningCartaAI();
    const answer = await call("POST", "/api/v1/conversations", {
      userId: ANA,
      subDomain: TERRAZA,
      localId: "local-miraflores",
      metadata: { language: "es" },
    });
    expect(answer).toMatchObject({ status: 201, type: "1" });
    expect(answer.data).toMatchObject({
      userId: ANA,
      subDomain: TERRAZA,
      localId: "local-miraflores",
      botId: "bot-la-terraza",
      currentIntent: "idle",
      currentStep: "initial",
      context: { previousMessages: [] },
      metadata: { language: "es", platform: "whatsapp" },
      isActive: true,
      createdAt: "2026-05-04T12:00:00.000Z",
      expiresAt: "2026-05-05T12:00:00.000Z",
    });
    expect(answer.data.sessionId).toMatch(new RegExp(`^bot-la-terraza_51999999999_${time.now}_[0-9a-f]+$`));
  });

  it("answers the active one when there is one", async () => {
    const { call, open } = await runningCartaAI();
    const sessionId = await open();
    const again = await call("POST", "/api/v1/conversations", { userId: ANA, subDomain: TERRAZA });
    expect(again).toMatchObject({ status: 200, data: { sessionId } });
  });

  it("uses the letters and digits of a business-scoped user id, and the bot that was named", async () => {
    const { call } = await runningCartaAI();
    const { data } = await call("POST", "/api/v1/conversations", {
      userId: "PE.ENT.13491208655302741918",
      subDomain: TERRAZA,
      botId: "bot-2",
    });
    expect(data.sessionId).toMatch(/^bot-2_PEENT13491208655302741918_\d+_[0-9a-f]+$/);
  });

  it("keeps people and businesses apart", async () => {
    const { open } = await runningCartaAI();
    const sessions = [await open(), await open("+51888888888"), await open(ANA, "sushi-sakura")];
    expect(new Set(sessions).size).toBe(3);
  });

  it("refuses a person or a business that is missing", async () => {
    const { call } = await runningCartaAI();
    for (const body of [{ subDomain: TERRAZA }, { userId: ANA }, { userId: "", subDomain: TERRAZA }, [], 1]) {
      expect(await call("POST", "/api/v1/conversations", body)).toMatchObject({ status: 400, type: "3" });
    }
  });
});

describe("finding a conversation", () => {
  it("finds it by person, by session and by phone", async () => {
    const { call, open, find, read } = await runningCartaAI();
    const sessionId = await open();
    expect((await find()).data.sessionId).toBe(sessionId);
    expect((await find(encodeURIComponent(ANA))).data.sessionId).toBe(sessionId);
    expect((await read(sessionId)).data.sessionId).toBe(sessionId);
    for (const phone of [ANA, "51999999999"]) {
      const { data } = await call("GET", `/api/v1/whatsapp/lookup/tenant/${phone}`);
      expect(data).toEqual({ subDomain: TERRAZA, botId: "bot-la-terraza", sessionId, isActive: true });
    }
  });

  it("answers 404 for a person, a session and a phone that nobody knows", async () => {
    const { call, read, find } = await runningCartaAI();
    for (const answer of [
      await find(),
      await read("no_such_1_x"),
      await call("GET", "/api/v1/whatsapp/lookup/tenant/51"),
    ]) {
      expect(answer).toMatchObject({ status: 404, type: "3", data: null });
    }
  });

  it("does not show a conversation to another business or another branch", async () => {
    const { call, open } = await runningCartaAI();
    const sessionId = await open();
    expect(await call("GET", `/api/v1/conversations/${sessionId}?subDomain=sushi-sakura`)).toMatchObject({
      status: 404,
    });
    const body = { userId: "+51777777777", subDomain: TERRAZA, localId: "one" };
    await call("POST", "/api/v1/conversations", body);
    const path = `/api/v1/conversations/user/${body.userId}?subDomain=${TERRAZA}`;
    expect(await call("GET", `${path}&localId=two`)).toMatchObject({ status: 404 });
    expect(await call("GET", `${path}&localId=one`)).toMatchObject({ status: 200 });
  });
});

describe("adding messages", () => {
  it.each(["/api/v1/whatsapp", "/api/v1/whatsapp-providers"])("takes them under %s", async (prefix) => {
    const { call, open, time } = await runningCartaAI();
    const sessionId = await open();
    time.now += 1500;
    const { status, data } = await call("POST", `${prefix}/agent/conversations/${sessionId}/messages`, {
      role: "bot",
      content: "¿Qué te provoca hoy? 🍕",
      subDomain: TERRAZA,
    });
    expect(status).toBe(200);
    expect(data.context.previousMessages).toEqual([
      { role: "bot", content: "¿Qué te provoca hoy? 🍕", timestamp: "2026-05-04T12:00:01.500Z" },
    ]);
    expect(data.lastActivity).toBe("2026-05-04T12:00:01.500Z");
  });

  it("refuses any role but user and bot, and a message without content", async () => {
    const { call, open, agent, read } = await runningCartaAI();
    const sessionId = await open();
    for (const body of [
      { role: "assistant", content: "a" },
      { role: "user" },
      { role: "user", content: "" },
      { content: "a" },
    ]) {
      expect(await call("POST", `${agent(sessionId)}/messages`, body)).toMatchObject({
        status: 400,
        type: "3",
      });
    }
    expect((await read(sessionId)).data.context.previousMessages).toEqual([]);
  });

  it("lets the same message stand twice when it is sent twice", async () => {
    const { open, say, read } = await runningCartaAI();
    const sessionId = await open();
    await say(sessionId, "ok");
    await say(sessionId, "ok");
    expect((await read(sessionId)).data.context.previousMessages).toHaveLength(2);
  });

  it("shows the last 20 in order of arrival, and keeps the rest in its ledger", async () => {
    const { cartaai, open, say, read } = await runningCartaAI();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom("user", "bot"), fc.string({ minLength: 1 })), { maxLength: 30 }),
        fc.uuid(),
        async (said, userId) => {
          const sessionId = await open(userId);
          for (const [role, content] of said) await say(sessionId, content, role);
          const shown = (await read(sessionId)).data.context.previousMessages as {
            role: string;
            content: string;
          }[];
          expect(shown.map(({ role, content }) => [role, content])).toEqual(said.slice(-20));
          const transcript = cartaai.transcript(userId, TERRAZA);
          expect(transcript.map(({ role, content }) => [role, content])).toEqual(said);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe("syncing the state", () => {
  it("sets intent and step and remembers those before", async () => {
    const { open, sync } = await runningCartaAI();
    const sessionId = await open();
    await sync(sessionId, { intent: "menu", step: "choosing" });
    const { data } = await sync(sessionId, { intent: "order", step: "choosing" });
    expect(data).toMatchObject({
      currentIntent: "order",
      previousIntent: "menu",
      currentStep: "choosing",
      previousStep: "initial",
      isActive: true,
    });
  });

  it("merges context and metadata at the first level and leaves out what is undefined", async () => {
    const { open, say, sync } = await runningCartaAI();
    const sessionId = await open();
    await say(sessionId, "hola");
    await sync(sessionId, {
      context: { deliveryAddress: { street: "Larco", city: "Lima" }, orderTotal: 30, paymentMethod: "yape" },
      metadata: { language: "es" },
    });
    const { data } = await sync(sessionId, {
      context: { deliveryAddress: { street: "Grau" }, orderTotal: undefined, paymentMethod: null },
      metadata: { timezone: "America/Lima" },
    });
    expect(data.context).toMatchObject({
      deliveryAddress: { street: "Grau" },
      orderTotal: 30,
      paymentMethod: null,
      previousMessages: [{ content: "hola" }],
    });
    expect(data.context.deliveryAddress).toEqual({ street: "Grau" });
    expect(data.metadata).toEqual({ platform: "whatsapp", language: "es", timezone: "America/Lima" });
  });

  it("fails with a 500 on an intent that CartaAI does not have, and saves nothing of it", async () => {
    const { open, sync, read } = await runningCartaAI();
    const sessionId = await open();
    expect(await sync(sessionId, { intent: "greeting", step: "x", context: { a: 1 } })).toMatchObject({
      status: 500,
      type: "3",
    });
    const { data } = await read(sessionId);
    expect(data).toMatchObject({ currentIntent: "idle", currentStep: "initial" });
    expect(data.context).toEqual({ previousMessages: [] });
  });

  it("ends the conversation with isActive false", async () => {
    const { open, sync, find } = await runningCartaAI();
    const sessionId = await open();
    expect((await sync(sessionId, { isActive: false })).data.isActive).toBe(false);
    expect(await find()).toMatchObject({ status: 404 });
  });
});

describe("linking, extending, ending", () => {
  it("links orders, and links one twice when told twice", async () => {
    const { call, open } = await runningCartaAI();
    const sessionId = await open();
    const link = (orderId: string) =>
      call("POST", `/api/v1/conversations/${sessionId}/orders`, { subDomain: TERRAZA, orderId });
    await link("o1");
    await link("o2");
    const { data } = await link("o2");
    expect(data.context).toMatchObject({ currentOrderId: "o2", orderHistory: ["o1", "o2", "o2"] });
  });

  it("extends by the hours given, 24 without", async () => {
    const { call, open, time } = await runningCartaAI();
    const sessionId = await open();
    const extend = (body: object) => call("POST", `/api/v1/conversations/${sessionId}/extend`, body);
    time.now += 60_000;
    expect((await extend({ subDomain: TERRAZA })).data.expiresAt).toBe("2026-05-05T12:01:00.000Z");
    expect((await extend({ subDomain: TERRAZA, hours: 72 })).data.expiresAt).toBe("2026-05-07T12:01:00.000Z");
  });

  it("ends a conversation, so that the next one is new", async () => {
    const { call, open } = await runningCartaAI();
    const sessionId = await open();
    const { data } = await call("POST", `/api/v1/conversations/${sessionId}/end`, { subDomain: TERRAZA });
    expect(data.isActive).toBe(false);
    expect(await open()).not.toBe(sessionId);
  });

  it.each(["orders", "extend", "end"])(
    "answers %s of another business's conversation with 404",
    async (action) => {
      const { call, open } = await runningCartaAI();
      const path = `/api/v1/conversations/${await open()}/${action}`;
      expect(await call("POST", path, { subDomain: "sushi-sakura", orderId: "o" })).toMatchObject({
        status: 404,
      });
      expect(await call("POST", path, { orderId: "o" })).toMatchObject({ status: 400 });
    },
  );
});
