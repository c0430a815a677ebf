import { describe, expect, it } from "vitest";
import { ANA, runningCartaAI, TERRAZA } from "./running-cartaai.ts";

/** Speaks to the controls: no key, and JSON without an envelope. */
async function controlled(options = {}) {
  const running = await runningCartaAI(options);
  async function control(method: string, path: string, body?: unknown) {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${running.cartaai.url}${path}`, { method, ...init });
    return { status: response.status, body: await response.json() };
  }
  return { ...running, control };
}

describe("/__faults", () => {
  it("switches faults on, lists them, and switches them off one by one and all at once", async () => {
    const { control, open, find } = await controlled();
    await open();
    const added = await control("POST", "/__faults", {
      fault: "refuse",
      status: 429,
      retryAfter: 3,
      times: 2,
    });
    expect(added).toMatchObject({ status: 201, body: { fault: "refuse", operation: "*", struck: 0 } });
    expect(await find()).toMatchObject({ status: 429 });
    expect(await control("GET", "/__faults")).toMatchObject({
      body: { faults: [{ fault: "refuse", status: 429, times: 2, struck: 1 }], struck: { refuse: 1 } },
    });
    const { id } = added.body as { id: string };
    expect(await control("DELETE", `/__faults/${id}`)).toMatchObject({ status: 200, body: { faults: [] } });
    expect(await control("DELETE", `/__faults/${id}`)).toMatchObject({ status: 404 });
    await control("POST", "/__faults", { fault: "down" });
    await control("POST", "/__faults", { fault: "hang", operation: "addMessage" });
    expect(await control("DELETE", "/__faults")).toEqual({ status: 200, body: { faults: [] } });
    expect(await find()).toMatchObject({ status: 200 });
  });

  it.each([
    [{ fault: "nothing" }, "fault"],
    [{ fault: "down", operation: "addMesage" }, "operation"],
    [{ fault: "down", times: 0 }, "times"],
    [{ fault: "slow" }, "ms"],
    [{ fault: "refuse", status: 200 }, "status"],
    [{ fault: "down", retryAfter: 3 }, "retryAfter"],
    ["down", "expected object"],
  ])("refuses %j, naming what is wrong", async (fault, wrong) => {
    const { control, cartaai } = await controlled();
    const answer = await control("POST", "/__faults", fault);
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining(wrong) } });
    expect(cartaai.faults.list()).toEqual([]);
  });

  it("is not struck by faults itself, needs no key and is not recorded", async () => {
    const { control, cartaai } = await controlled();
    await control("POST", "/__faults", { fault: "down" });
    expect(await control("GET", "/__faults")).toMatchObject({ status: 200 });
    expect(await control("GET", "/__nothing")).toMatchObject({ status: 404 });
    expect(cartaai.calls()).toEqual([]);
  });
});

describe("/__calls", () => {
  it("shows every call with its operation, status, time, faults and correlation id", async () => {
    const { control, cartaai, open, request, time, agent } = await controlled();
    const sessionId = await open();
    time.now += 1000;
    const headers = { "x-service-api-key": "wrong", "x-correlation-id": "c-1" };
    await request("POST", `${agent(sessionId)}/messages`, { role: "user", content: "x" }, { headers });
    cartaai.faults.add({ fault: "down", operation: "findConversation", times: 1 });
    await request("GET", `/api/v1/conversations/user/${ANA}?subDomain=${TERRAZA}`).catch(() => undefined);
    await request("GET", "/api/v1/nothing");
    const { body } = await control("GET", "/__calls");
    expect(body).toEqual({ calls: cartaai.calls() });
    expect(cartaai.calls()).toEqual([
      expect.objectContaining({
        sequence: 1,
        at: "2026-05-04T12:00:00.000Z",
        operation: "openConversation",
        method: "POST",
        path: "/api/v1/conversations",
        status: 201,
        faults: [],
      }),
      expect.objectContaining({
        sequence: 2,
        at: "2026-05-04T12:00:01.000Z",
        operation: "addMessage",
        status: 401,
        correlationId: "c-1",
      }),
      expect.objectContaining({
        sequence: 3,
        operation: "findConversation",
        query: { subDomain: TERRAZA },
        faults: ["down"],
      }),
      expect.objectContaining({ sequence: 4, operation: "unknown", status: 404 }),
    ]);
    expect(cartaai.calls()[2]).not.toHaveProperty("status");
  });

  it("remembers only as many as it is told to", async () => {
    const { cartaai, find } = await controlled({ callLimit: 3 });
    for (let call = 1; call <= 10; call += 1) await find();
    expect(cartaai.calls().map(({ sequence }) => sequence)).toEqual([8, 9, 10]);
  });
});

describe("/__ledger", () => {
  it("holds messages, states and order links of all conversations in the order in which they were saved", async () => {
    const { control, cartaai, call, open, say, sync, time } = await controlled();
    const ana = await open();
    const ben = await open("+51888888888", "sushi-sakura");
    await say(ana, "hola");
    await say(ben, "hello");
    time.now += 1000;
    await sync(ana, { intent: "order", step: "cart", context: { orderTotal: 20 } });
    await call("POST", `/api/v1/conversations/${ana}/orders`, { subDomain: TERRAZA, orderId: "o1" });
    cartaai.forgetSessions();
    const { body } = await control("GET", "/__ledger");
    const anas = { sessionId: ana, userId: ANA, subDomain: TERRAZA };
    const later = { at: "2026-05-04T12:00:01.000Z" };
    expect(body).toEqual({
      entries: [
        {
          sequence: 1,
          kind: "message",
          role: "user",
          content: "hola",
          at: "2026-05-04T12:00:00.000Z",
          ...anas,
        },
        expect.objectContaining({ sequence: 2, content: "hello", sessionId: ben, subDomain: "sushi-sakura" }),
        {
          sequence: 3,
          kind: "state",
          state: { intent: "order", step: "cart", context: { orderTotal: 20 } },
          ...anas,
          ...later,
        },
        { sequence: 4, kind: "order", orderId: "o1", ...anas, ...later },
      ],
      overwritten: [],
    });
  });

  it("does not hold what was refused", async () => {
    const { cartaai, open, say, sync } = await controlled();
    const sessionId = await open();
    await say(sessionId, "x", "system");
    await sync(sessionId, { intent: "nonsense" });
    await say("no_such_1_x", "x");
    expect(cartaai.ledger()).toEqual({ entries: [], overwritten: [] });
  });
});

describe("/__orders", () => {
  it("moves an order on as the staff would", async () => {
    const { control, call } = await controlled();
    const order = {
      customer: { name: "Ana", phone: ANA },
      items: [{ productId: "prod011", name: "Agua", quantity: 1, unitPrice: 5 }],
      type: "pickup",
      paymentMethod: "cash",
      source: "whatsapp",
    };
    const { data } = await call("POST", `/api/v1/order?subDomain=${TERRAZA}`, order);
    expect(await control("POST", `/__orders/${data._id}`, { status: "eaten" })).toMatchObject({
      status: 400,
    });
    expect(await control("POST", "/__orders/none", { status: "ready" })).toMatchObject({ status: 404 });
    expect(await control("POST", `/__orders/${data._id}`, { status: "ready" })).toMatchObject({
      status: 200,
    });
    expect((await call("GET", `/api/v1/order/get-order/${data._id}`)).data.status).toBe("ready");
    expect(await control("GET", "/__orders")).toMatchObject({ body: { orders: [{ _id: data._id }] } });
  });
});
