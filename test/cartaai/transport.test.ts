import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Operation } from "../../functions/cartaai/routes.ts";
import { createTransport, type Transport, type TransportOptions } from "../../functions/cartaai/transport.ts";
import { envelope, json, type RecordingServer, startRecordingServer } from "./recording-server.ts";

let server: RecordingServer;

beforeEach(async () => {
  server = await startRecordingServer();
});

afterEach(() => server.stop());

function transport(overrides: Partial<TransportOptions> = {}): Transport {
  return createTransport({
    baseUrl: server.url,
    apiKey: () => "carta_srv_1",
    agentPrefix: "/whatsapp",
    timeout: 10_000,
    ...overrides,
  });
}

const SESSION = { sessionId: "bot1_51999999999_1772366400000_k3j9" };

describe("a call to CartaAI", () => {
  it("is one request, with what it says as JSON", async () => {
    server.answer(envelope({ sessionId: "s" }));

    const answer = await transport()(
      "addMessage",
      { ...SESSION, body: { role: "user", content: "¿Tienen ají? 🌶️" } },
      { correlationId: "request-1" },
    );

    expect(answer).toMatchObject({ data: { sessionId: "s" } });
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]).toMatchObject({
      method: "POST",
      url: "/api/v1/whatsapp/agent/conversations/bot1_51999999999_1772366400000_k3j9/messages",
      body: JSON.stringify({ role: "user", content: "¿Tienen ají? 🌶️" }),
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "x-service-api-key": "carta_srv_1",
        "x-correlation-id": "request-1",
      },
    });
  });

  it("has its ids in the path and its scope in the query, whatever characters they hold", async () => {
    await transport()(
      "findConversation",
      { userId: "+51 99/9?#é", query: { subDomain: "la brasa&co", localId: undefined } },
      {},
    );

    const url = new URL(server.calls[0]?.url ?? "", server.url);
    expect(url.pathname).toBe("/api/v1/conversations/user/%2B51%2099%2F9%3F%23%C3%A9");
    expect([...url.searchParams]).toEqual([["subDomain", "la brasa&co"]]);
  });

  it("without a body or a correlation id says nothing about them", async () => {
    await transport()("readConversation", SESSION, {});

    expect(server.calls[0]).toMatchObject({ method: "GET", body: "" });
    expect(server.calls[0]?.headers).not.toHaveProperty("content-type");
    expect(server.calls[0]?.headers).not.toHaveProperty("x-correlation-id");
  });

  it.each(["", "/", "//", "/api/v1", "/api/v1/", "/gateway", "/gateway/api/v1/"])(
    "goes below /api/v1 once when the configured address ends with %j",
    async (ending) => {
      await transport({ baseUrl: server.url + ending })("openConversation", { body: {} }, {});

      const gateway = ending.startsWith("/gateway") ? "/gateway" : "";
      expect(server.calls[0]?.url).toBe(`${gateway}/api/v1/conversations`);
    },
  );

  it("finds the agent routes where this server version has them", async () => {
    await transport({ agentPrefix: "/whatsapp-providers" })("syncState", { ...SESSION, body: {} }, {});

    expect(server.calls[0]?.method).toBe("PUT");
    expect(server.calls[0]?.url).toMatch(/^\/api\/v1\/whatsapp-providers\/agent\/conversations\/.+\/sync$/);
  });

  it.each(["carta_srv_1", "carta_ext_1", "carta_prt_1"])(
    "shows the service key %s in its own header",
    async (key) => {
      await transport({ apiKey: () => key })("readConversation", SESSION, {});

      expect(server.calls[0]?.headers).toMatchObject({ "x-service-api-key": key });
      expect(server.calls[0]?.headers).not.toHaveProperty("authorization");
    },
  );

  it.each(["eyJhbGciOiJIUzI1NiJ9.e30.x", "carta_srv", "my_carta_srv_1"])(
    "shows any other key as a bearer token: %s",
    async (key) => {
      await transport({ apiKey: async () => key })("readConversation", SESSION, {});

      expect(server.calls[0]?.headers).toMatchObject({ authorization: `Bearer ${key}` });
      expect(server.calls[0]?.headers).not.toHaveProperty("x-service-api-key");
    },
  );

  it("asks for the key each time, so that a rotated one is in use at once", async () => {
    const keys = ["carta_srv_old", "carta_srv_new"];
    const call = transport({ apiKey: () => keys.shift() ?? "" });

    await call("readConversation", SESSION, {});
    await call("readConversation", SESSION, {});

    expect(server.calls.map(({ headers }) => headers["x-service-api-key"])).toEqual([
      "carta_srv_old",
      "carta_srv_new",
    ]);
  });

  it("uses the connections of the ones before it", async () => {
    const call = transport();

    for (let count = 0; count < 10; count++) await call("readConversation", SESSION, {});

    expect(server.calls).toHaveLength(10);
    // Not one: fetch opens a second when the first is not given back yet.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it("tells how long it took, and whether it failed", async () => {
    const told: [Operation, number, unknown][] = [];
    const call = transport({ onCall: (...report) => told.push(report) });

    await call("readConversation", SESSION, {});
    server.answer(json(503, {}));
    const failure: unknown = await call("addMessage", SESSION, {}).catch((error: unknown) => error);

    expect(told).toEqual([
      ["readConversation", expect.any(Number), undefined],
      ["addMessage", expect.any(Number), failure],
    ]);
  });
});
