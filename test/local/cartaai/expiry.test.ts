import { describe, expect, it } from "vitest";
import { ANA, runningCartaAI, TERRAZA } from "./running-cartaai.ts";

const HOUR = 60 * 60 * 1000;

describe("a conversation that has been silent for 24 hours", () => {
  it("is found until then, and not from then on", async () => {
    const { open, find, time } = await runningCartaAI();
    await open();
    time.now += 24 * HOUR - 1;
    expect(await find()).toMatchObject({ status: 200 });
    time.now += 1;
    expect(await find()).toMatchObject({ status: 404 });
  });

  it("lives on from its last activity, not from its opening", async () => {
    const { open, find, say, time } = await runningCartaAI();
    const sessionId = await open();
    time.now += 23 * HOUR;
    await say(sessionId, "sigo aquí");
    time.now += 23 * HOUR;
    expect(await find()).toMatchObject({ status: 200, data: { sessionId } });
  });

  it("still takes writes, but stays ended, so that the next conversation is new", async () => {
    const { cartaai, open, find, say, read, time } = await runningCartaAI();
    const sessionId = await open();
    time.now += 25 * HOUR;
    expect(await say(sessionId, "tarde")).toMatchObject({ status: 200 });
    expect((await read(sessionId)).data).toMatchObject({ isActive: false });
    expect(await find()).toMatchObject({ status: 404 });
    expect(await open()).not.toBe(sessionId);
    expect(cartaai.transcript(ANA, TERRAZA)).toMatchObject([{ content: "tarde", sessionId }]);
  });

  it("shows as inactive in a lookup", async () => {
    const { call, open, time } = await runningCartaAI();
    const sessionId = await open();
    time.now += 24 * HOUR;
    const { data } = await call("GET", "/api/v1/whatsapp/lookup/tenant/51999999999");
    expect(data).toMatchObject({ sessionId, isActive: false });
  });

  it("is kept alive by an extension", async () => {
    const { call, open, find, say, time } = await runningCartaAI();
    const sessionId = await open();
    await call("POST", `/api/v1/conversations/${sessionId}/extend`, { subDomain: TERRAZA, hours: 48 });
    await say(sessionId, "hola");
    time.now += 47 * HOUR;
    expect(await find()).toMatchObject({ status: 200 });
    time.now += HOUR;
    expect(await find()).toMatchObject({ status: 404 });
  });

  it("answers 404 once its record has been removed, while the ledger still knows it", async () => {
    const { cartaai, open, say, read, time } = await runningCartaAI({ removeAfter: HOUR });
    const sessionId = await open();
    await say(sessionId, "hola");
    time.now += 25 * HOUR - 1;
    expect(await read(sessionId)).toMatchObject({ status: 200 });
    time.now += 1;
    expect(await read(sessionId)).toMatchObject({ status: 404 });
    expect(await say(sessionId, "¿hay alguien?")).toMatchObject({ status: 404 });
    expect(cartaai.transcript(ANA, TERRAZA)).toMatchObject([{ content: "hola" }]);
  });
});

describe("a conversation that was ended", () => {
  it("still takes writes", async () => {
    const { call, open, say } = await runningCartaAI();
    const sessionId = await open();
    await call("POST", `/api/v1/conversations/${sessionId}/end`, { subDomain: TERRAZA });
    expect(await say(sessionId, "una cosa más")).toMatchObject({ status: 200, data: { isActive: false } });
  });
});
