import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ConversationsApi, createConversationsApi } from "../../functions/cartaai/client.ts";
import {
  CartaAIPermanentError,
  CartaAIRetryableError,
  CartaAISessionGoneError,
  CartaAIUnauthorisedError,
} from "../../functions/cartaai/errors.ts";
import { createTransport } from "../../functions/cartaai/transport.ts";
import { envelope, json, type RecordingServer, startRecordingServer } from "./recording-server.ts";

const SCOPE = { subDomain: "la-brasa", localId: "LOCAL-1" };
const CONVERSATION = { sessionId: "s1", isActive: true, expiresAt: "2026-03-02T12:00:00.000Z" };

let server: RecordingServer;
let api: ConversationsApi;

beforeAll(async () => {
  server = await startRecordingServer();
  api = createConversationsApi(
    createTransport({
      baseUrl: server.url,
      apiKey: () => "token",
      agentPrefix: "/whatsapp",
      timeout: 10_000,
    }),
  );
});

afterAll(() => server.stop());

beforeEach(() => {
  server.calls.length = 0;
  server.answer(envelope(CONVERSATION));
});

const state = {
  intent: "order",
  step: "choosing",
  context: { orderTotal: 42 },
  metadata: { language: "es" },
  isActive: true,
};

type Act = () => Promise<unknown>;

const find: Act = () => api.find("+51999999999", SCOPE, {});
const open: Act = () =>
  api.open({ ...SCOPE, userId: "+51999999999", botId: "bot1", metadata: { platform: "whatsapp" } }, {});
const read: Act = () => api.read("s1", SCOPE, {});
const addMessage: Act = () => api.addMessage("s1", { role: "user", content: "Hola" }, SCOPE, {});
const syncState: Act = () => api.syncState("s1", state, SCOPE, {});
const linkOrder: Act = () => api.linkOrder("s1", "A-7", SCOPE, {});

const query = "subDomain=la-brasa&localId=LOCAL-1";

describe("each operation", () => {
  it.each<[string, Act, string, string, unknown]>([
    ["find", find, "GET", `/api/v1/conversations/user/%2B51999999999?${query}`, undefined],
    [
      "open",
      open,
      "POST",
      "/api/v1/conversations",
      { userId: "+51999999999", ...SCOPE, botId: "bot1", metadata: { platform: "whatsapp" } },
    ],
    ["read", read, "GET", `/api/v1/conversations/s1?${query}`, undefined],
    [
      "addMessage",
      addMessage,
      "POST",
      "/api/v1/whatsapp/agent/conversations/s1/messages",
      { role: "user", content: "Hola", ...SCOPE },
    ],
    ["syncState", syncState, "PUT", "/api/v1/whatsapp/agent/conversations/s1/sync", { ...state, ...SCOPE }],
    ["linkOrder", linkOrder, "POST", "/api/v1/conversations/s1/orders", { orderId: "A-7", ...SCOPE }],
  ])("%s is one call with its scope, and answers the conversation", async (_, act, method, url, body) => {
    expect(await act()).toEqual(CONVERSATION);

    expect(server.calls).toMatchObject([{ method, url }]);
    const sent = server.calls[0]?.body;
    expect(sent === "" ? undefined : JSON.parse(sent ?? "")).toEqual(body);
  });

  it("leaves out a branch that is not known", async () => {
    await api.addMessage("s1", { role: "bot", content: "Hola" }, { subDomain: "la-brasa" }, {});
    await api.read("s1", { subDomain: "la-brasa" }, {});

    expect(JSON.parse(server.calls[0]?.body ?? "")).toEqual({
      role: "bot",
      content: "Hola",
      subDomain: "la-brasa",
    });
    expect(server.calls[1]?.url).toBe("/api/v1/conversations/s1?subDomain=la-brasa");
  });

  it("sends of an event what CartaAI has a field for, and nothing else", async () => {
    const event = { ...state, id: "wamid.M1:state", phone: "+51999999999" };
    await api.syncState("s1", event, SCOPE, {});
    const message = { role: "user" as const, content: "Hola", id: "wamid.M1" };
    await api.addMessage("s1", message, SCOPE, {});

    const sent = server.calls.map(({ body }) => Object.keys(JSON.parse(body)));
    expect(sent).toEqual([
      [...Object.keys(state), ...Object.keys(SCOPE)],
      ["role", "content", ...Object.keys(SCOPE)],
    ]);
  });

  it.each<[string, Act]>([
    ["read", read],
    ["addMessage", addMessage],
    ["syncState", syncState],
    ["linkOrder", linkOrder],
  ])("%s tells that the conversation is gone", async (_, act) => {
    server.answer(json(404, { type: "3", message: "Conversation not found", data: null }));
    await expect(act()).rejects.toThrow(CartaAISessionGoneError);
  });
});

describe("finding a person's conversation", () => {
  it.each([
    ["a 404", json(404, { type: "3" })],
    ["an error envelope with a 200", envelope(null, "3")],
    ["a success with nothing in it", envelope(null)],
    ["something that is no conversation", envelope({ userId: "+51999999999" })],
  ])("finds none when the answer is %s", async (_, answer) => {
    server.answer(answer);
    expect(await find()).toBeUndefined();
  });

  it.each([
    ["CartaAI is away", json(503, {}), CartaAIRetryableError],
    ["the key is wrong", json(401, {}), CartaAIUnauthorisedError],
  ])("fails, and does not find none, when %s", async (_, answer, error) => {
    server.answer(answer);
    await expect(find()).rejects.toThrow(error);
  });
});

describe("an answer that has to hold a conversation", () => {
  it.each<[string, Act]>([
    ["open", open],
    ["read", read],
  ])("fails %s when it holds none", async (_, act) => {
    server.answer(envelope({ sessionId: "" }));

    const acting = act();
    await expect(acting).rejects.toThrow(CartaAIRetryableError);
    await expect(acting).rejects.toMatchObject({ outcome: "unknown" });
  });

  it("fails open for good when it is an error", async () => {
    server.answer(envelope(null, "3"));
    await expect(open()).rejects.toThrow(CartaAIPermanentError);
  });
});

describe.each<[string, Act]>([
  ["addMessage", addMessage],
  ["syncState", syncState],
  ["linkOrder", linkOrder],
])("the write %s", (_, act) => {
  it.each([
    ["nothing", null],
    ["something that is no conversation", { updated: true }],
  ])("is done when CartaAI says so, with %s", async (__, data) => {
    server.answer(envelope(data));
    expect(await act()).toBeUndefined();
  });

  it("is done when a warning shows the conversation", async () => {
    server.answer(envelope(CONVERSATION, "2"));
    expect(await act()).toEqual(CONVERSATION);
  });

  it.each([
    ["a warning with nothing in it", envelope(null, "2")],
    ["JSON that is not CartaAI's", json(200, { status: "up" })],
  ])("has an unknown outcome after %s", async (__, answer) => {
    server.answer(answer);
    await expect(act()).rejects.toMatchObject({ name: "CartaAIRetryableError", outcome: "unknown" });
  });
});
