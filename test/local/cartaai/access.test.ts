import { describe, expect, it } from "vitest";
import { ANA, runningCartaAI, TERRAZA } from "./running-cartaai.ts";

const SERVICE_KEYS = ["carta_srv_a", "carta_ext_b", "carta_prt_c"];
const path = `/api/v1/menu2/bot-structure?subDomain=${TERRAZA}`;

describe("keys", () => {
  it("takes service keys in their own header and any other as a bearer token", async () => {
    const { call } = await runningCartaAI({ apiKeys: [...SERVICE_KEYS, "token"] });
    for (const key of SERVICE_KEYS) {
      expect(await call("GET", path, undefined, { headers: { "x-service-api-key": key } })).toMatchObject({
        status: 200,
      });
    }
    expect(await call("GET", path, undefined, { headers: { authorization: "Bearer token" } })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ["none", {}],
    ["an unknown service key", { "x-service-api-key": "carta_srv_other" }],
    ["a service key as a bearer token", { authorization: "Bearer carta_srv_a" }],
    ["a token in the service header", { "x-service-api-key": "token" }],
    ["an unknown token", { authorization: "Bearer other" }],
    ["a token without its scheme", { authorization: "token" }],
  ])("answers %s with 401 and type 401", async (_, headers) => {
    const { call } = await runningCartaAI({ apiKeys: ["carta_srv_a", "token"] });
    expect(await call("GET", path, undefined, { headers })).toMatchObject({
      status: 401,
      type: "401",
      data: null,
    });
  });

  it("lets reads in without a key only when told to, and a wrong key not even then", async () => {
    const { call } = await runningCartaAI({ readsWithoutKey: true });
    const body = { userId: ANA, subDomain: TERRAZA };
    expect(await call("GET", path, undefined, { headers: {} })).toMatchObject({ status: 200 });
    expect(await call("GET", path, undefined, { headers: { authorization: "Bearer x" } })).toMatchObject({
      status: 401,
    });
    expect(await call("POST", "/api/v1/conversations", body, { headers: {} })).toMatchObject({ status: 401 });
  });
});

describe("requests that CartaAI does not take", () => {
  it("takes a body of exactly 1 MB and refuses one more byte with 413", async () => {
    const { open, agent, call } = await runningCartaAI();
    const target = `${agent(await open())}/messages`;
    const empty = JSON.stringify({ role: "user", content: "" }).length;
    const content = "a".repeat(1024 * 1024 - empty);
    expect(await call("POST", target, { role: "user", content })).toMatchObject({ status: 200 });
    expect(await call("POST", target, { role: "user", content: `${content}a` })).toMatchObject({
      status: 413,
      type: "3",
    });
  });

  it("answers a body far beyond the limit once it has arrived whole", async () => {
    const { open, agent, call } = await runningCartaAI();
    const content = "a".repeat(2 * 1024 * 1024);
    const answer = await call("POST", `${agent(await open())}/messages`, { role: "user", content });
    expect(answer).toMatchObject({ status: 413 });
  });

  it("refuses what is not JSON, and JSON that is not called so", async () => {
    const { call } = await runningCartaAI();
    const headers = { "x-service-api-key": "carta_srv_test" };
    const json = { ...headers, "content-type": "application/json" };
    const body = JSON.stringify({ userId: ANA, subDomain: TERRAZA });
    for (const init of [
      { body: "{", headers: json },
      { body: "", headers: json },
      { body, headers: { ...headers, "content-type": "text/plain" } },
    ]) {
      expect(await call("POST", "/api/v1/conversations", undefined, init)).toMatchObject({
        status: 400,
        type: "3",
      });
    }
  });

  it("answers an unknown address with 404", async () => {
    const { call } = await runningCartaAI();
    expect(await call("GET", "/api/v1/api/v1/conversations/x")).toMatchObject({ status: 404, type: "3" });
    expect(await call("DELETE", "/api/v1/conversations")).toMatchObject({ status: 404, type: "3" });
    expect(await call("GET", "/api/v1/conversations/user/%E0%A4%A?subDomain=la-terraza")).toMatchObject({
      status: 404,
    });
  });

  it.each([
    ["POST", "/api/v1/conversations", { userId: ANA, subDomain: "nobody" }],
    ["GET", `/api/v1/conversations/user/${ANA}?subDomain=nobody`, undefined],
    ["GET", "/api/v1/conversations/some_session?subDomain=nobody", undefined],
    ["GET", "/api/v1/menu2/bot-structure?subDomain=nobody", undefined],
    ["GET", "/api/v1/delivery/zones/nobody/local-miraflores", undefined],
    ["GET", "/api/v1/order/filled-orders/nobody/local-miraflores", undefined],
  ])("answers an unknown subdomain in %s %s with 404 and type 3", async (method, target, body) => {
    const { call } = await runningCartaAI();
    expect(await call(method, target, body)).toMatchObject({
      status: 404,
      type: "3",
      message: "Subdomain not found",
    });
  });
});
