import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { CartaAIFaultSettings } from "../../../local/cartaai/faults.ts";
import { ANA, eventually, heldWaits, runningCartaAI, TERRAZA } from "./running-cartaai.ts";

/** What the client sees, and what CartaAI holds afterwards. */
async function saidUnder(fault: CartaAIFaultSettings) {
  const running = await runningCartaAI();
  const sessionId = await running.open();
  running.cartaai.faults.add(fault);
  const body = { role: "user", content: "hola" };
  const seen = await running
    .request("POST", `${running.agent(sessionId)}/messages`, body)
    .then(async (response) => ({
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      text: await response.text().catch(() => "broken off"),
    }))
    .catch(() => "connection closed");
  return { seen, messages: running.cartaai.transcript(ANA, TERRAZA).length, ...running };
}

const CLOSED = "connection closed";
const ERROR = expect.stringContaining('"type":"3"');

describe("a fault at CartaAI", () => {
  it.each<{ fault: CartaAIFaultSettings; seen: unknown; messages: number }>([
    { fault: { fault: "down" }, seen: CLOSED, messages: 0 },
    { fault: { fault: "refuse" }, seen: { status: 503, retryAfter: null, text: ERROR }, messages: 0 },
    {
      fault: { fault: "refuse", status: 429, retryAfter: 7 },
      seen: { status: 429, retryAfter: "7", text: ERROR },
      messages: 0,
    },
    {
      fault: { fault: "refuse", status: 401 },
      seen: { status: 401, text: expect.stringContaining('"type":"401"') },
      messages: 0,
    },
    {
      fault: { fault: "refuse", status: 403 },
      seen: { status: 403, text: expect.stringContaining('"type":"403"') },
      messages: 0,
    },
    { fault: { fault: "errorEnvelope" }, seen: { status: 200, text: ERROR }, messages: 0 },
    { fault: { fault: "html" }, seen: { status: 502, text: expect.stringMatching(/^<html>/) }, messages: 0 },
    {
      fault: { fault: "html", status: 200 },
      seen: { status: 200, text: expect.stringMatching(/^<html>/) },
      messages: 0,
    },
    { fault: { fault: "truncate" }, seen: { status: 200, text: "broken off" }, messages: 1 },
    { fault: { fault: "applyThenFail" }, seen: { status: 500, text: ERROR }, messages: 1 },
    { fault: { fault: "applyThenFail", status: 504 }, seen: { status: 504 }, messages: 1 },
    { fault: { fault: "applyThenDrop" }, seen: CLOSED, messages: 1 },
    { fault: { fault: "forgetSessions" }, seen: { status: 404, text: ERROR }, messages: 0 },
    { fault: { fault: "slow", ms: 1 }, seen: { status: 200 }, messages: 1 },
  ])("is seen and applied as it should be: $fault", async ({ fault, seen, messages }) => {
    const outcome = await saidUnder(fault);
    if (typeof seen === "string") expect(outcome.seen).toBe(seen);
    else expect(outcome.seen).toMatchObject(seen as object);
    expect(outcome.messages).toBe(messages);
  });

  it.each([
    { fault: { fault: "hang" } as const, messages: 0 },
    { fault: { fault: "applyThenHang" } as const, messages: 1 },
  ])("keeps the client waiting until the stand-in stops: $fault", async ({ fault, messages }) => {
    const { cartaai, open, agent, request } = await runningCartaAI();
    const sessionId = await open();
    cartaai.faults.add(fault);
    const body = { role: "user", content: "hola" };
    const waiting = request("POST", `${agent(sessionId)}/messages`, body).catch(() => CLOSED);
    await eventually(() => expect(cartaai.calls().at(-1)).toMatchObject({ faults: [fault.fault] }));
    await eventually(() => expect(cartaai.transcript(ANA, TERRAZA)).toHaveLength(messages));
    expect(cartaai.calls().at(-1)?.status).toBeUndefined();
    await cartaai.stop();
    expect(await waiting).toBe(CLOSED);
  });

  it.each([{ fault: "lateApply", messages: 1 } as const, { fault: "slow", messages: 0 } as const])(
    "of a client that gave up meanwhile is applied $messages times: $fault",
    async ({ fault, messages }) => {
      const { held, wait, releaseAll } = heldWaits();
      const { cartaai, open, agent, request, find } = await runningCartaAI({ wait });
      const sessionId = await open();
      cartaai.faults.add({ fault, ms: 60_000, operation: "addMessage" });
      const client = new AbortController();
      const body = { role: "user", content: "hola" };
      const given = request("POST", `${agent(sessionId)}/messages`, body, { signal: client.signal });
      await eventually(() => expect(held).toMatchObject([{ ms: 60_000 }]));
      client.abort();
      await expect(given).rejects.toThrow();
      // A whole call after the abort: by then the stand-in has seen that the client is gone.
      await find();
      releaseAll();
      await find();
      await setImmediate();
      expect(cartaai.transcript(ANA, TERRAZA)).toHaveLength(messages);
    },
  );

  it("is put in the envelope of product details where these are asked for", async () => {
    const { cartaai, request } = await runningCartaAI();
    cartaai.faults.add({ fault: "errorEnvelope" });
    const response = await request("POST", "/api/v1/menu/getProductInMenu/local-miraflores/la-terraza", [
      "prod001",
    ]);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ success: false, message: expect.any(String), data: null });
  });

  it("applies and fails also where an order is created", async () => {
    const { cartaai, call } = await runningCartaAI();
    cartaai.faults.add({ fault: "applyThenFail", operation: "createOrder", times: 1 });
    const order = {
      customer: { name: "Ana", phone: ANA },
      items: [{ productId: "prod011", name: "Agua", quantity: 1, unitPrice: 5 }],
      type: "pickup",
      paymentMethod: "cash",
      source: "whatsapp",
    };
    expect(await call("POST", "/api/v1/order?subDomain=la-terraza", order)).toMatchObject({ status: 500 });
    expect(cartaai.orders()).toHaveLength(1);
  });
});

describe("faults that are switched on together", () => {
  it("strike the operation that they name, as often as they are told to", async () => {
    const { cartaai, open, say, find } = await runningCartaAI();
    const sessionId = await open();
    cartaai.faults.add({ fault: "refuse", status: 500, operation: "addMessage", times: 2 });
    expect(await find()).toMatchObject({ status: 200 });
    const statuses = [];
    for (const content of ["a", "b", "c"]) statuses.push((await say(sessionId, content)).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect(cartaai.faults.list()).toEqual([]);
    expect(cartaai.faults.struck()).toEqual({ refuse: 2 });
  });

  it("strike until they are switched off when they name no number", async () => {
    const { cartaai, find, open } = await runningCartaAI();
    await open();
    const { id } = cartaai.faults.add({ fault: "refuse" });
    for (let call = 1; call <= 3; call += 1) expect(await find()).toMatchObject({ status: 503 });
    expect(cartaai.faults.remove(id)).toBe(true);
    expect(await find()).toMatchObject({ status: 200 });
  });

  it("take effect together while an answer of CartaAI's own would still come out, then the first decides", async () => {
    const { held, wait, releaseAll } = heldWaits();
    const { cartaai, open, say } = await runningCartaAI({ wait });
    const sessionId = await open();
    cartaai.faults.add({ fault: "slow", ms: 40 });
    cartaai.faults.add({ fault: "applyThenFail", times: 1 });
    cartaai.faults.add({ fault: "refuse", status: 401, times: 1 });
    for (const expected of [500, 401, 200]) {
      const saying = say(sessionId, "hola");
      await eventually(() => expect(held).toMatchObject([{ ms: 40 }]));
      releaseAll();
      expect(await saying).toMatchObject({ status: expected });
    }
    expect(cartaai.calls().slice(-3)).toMatchObject([
      { faults: ["slow", "applyThenFail"], status: 500 },
      { faults: ["slow", "refuse"], status: 401 },
      { faults: ["slow"], status: 200 },
    ]);
  });

  it("forget sessions once, so that the next conversation stays", async () => {
    const { cartaai, open, say, find } = await runningCartaAI();
    const first = await open();
    await say(first, "antes");
    cartaai.faults.add({ fault: "forgetSessions" });
    expect(await find()).toMatchObject({ status: 404 });
    const second = await open();
    await say(second, "después");
    expect(await find()).toMatchObject({ status: 200, data: { sessionId: second } });
    expect(cartaai.transcript(ANA, TERRAZA)).toMatchObject([
      { content: "antes", sessionId: first },
      { content: "después", sessionId: second },
    ]);
  });
});

describe("latency", () => {
  it("delays every call", async () => {
    const { held, wait, releaseAll } = heldWaits();
    const { open } = await runningCartaAI({ latency: 100, wait });
    const opening = open();
    await eventually(() => expect(held).toMatchObject([{ ms: 100 }]));
    releaseAll();
    expect(await opening).toMatch(/^bot-la-terraza_/);
  });
});
