import { afterEach, describe, expect, it, vi } from "vitest";
import type { Environment } from "../../local/runtime/lambda-environment.ts";
import { type System, startSystem } from "../../local/runtime/system.ts";
import { captureLogs } from "../support/capture-logs.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { textWebhook } from "../support/webhook-bodies.ts";
import { startOwnCartaAI } from "./own-cartaai.ts";

vi.setConfig(PATIENT);

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** The whole system with a CartaAI that is not the stand-in. */
async function startWithOwn(settings: (url: string) => Environment) {
  const logs = captureLogs();
  stops.push(async () => logs.release());
  const cartaai = await startOwnCartaAI();
  stops.push(cartaai.stop);
  const system: System = await startSystem({ environment: { AGENT: "none", ...settings(cartaai.url) } });
  stops.push(system.stop);
  return { system, calls: cartaai.calls };
}

describe("what CARTAAI_API_BASE_URL points to", () => {
  it("receives exactly the calls of its API: paths, headers and bodies", async () => {
    const { system, calls } = await startWithOwn((url) => ({
      CARTAAI_API_BASE_URL: url,
      CARTAAI_API_KEY: "carta_srv_mine",
    }));
    const phone = newPhone();
    const { subDomain, localId, botId, phoneNumberId } = LA_TERRAZA;

    for (const text of ["Hola", "Un ceviche, por favor 🐟"]) {
      await postWebhook(system, textWebhook({ phoneNumberId }, phone, text));
      await system.waitUntilIdle();
    }

    const scope = { subDomain, localId };
    const query = new URLSearchParams(scope);
    const messages = `POST /api/v1/whatsapp/agent/conversations/bot_${phone}_1777896000000_abc/messages`;
    expect(calls.map(({ call, body }) => [call, body])).toEqual([
      [`GET /api/v1/conversations/user/%2B${phone}?${query}`, undefined],
      [
        "POST /api/v1/conversations",
        { userId: `+${phone}`, ...scope, botId, metadata: { platform: "whatsapp", customerName: "Ana" } },
      ],
      [messages, { role: "user", content: "Hola", ...scope }],
      [messages, { role: "user", content: "Un ceviche, por favor 🐟", ...scope }],
    ]);
    for (const { headers, call } of calls) {
      expect(headers).toMatchObject({
        accept: "application/json",
        "x-service-api-key": "carta_srv_mine",
        "x-correlation-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(headers.authorization).toBeUndefined();
      expect(headers["content-type"]).toBe(call.startsWith("POST") ? "application/json" : undefined);
    }
  });

  it("may end with /api/v1/, and take a token that is no service key", async () => {
    const { system, calls } = await startWithOwn((url) => ({
      CARTAAI_API_BASE_URL: `${url}/api/v1/`,
      CARTAAI_API_KEY: "a-token",
    }));

    await postWebhook(system, textWebhook(LA_TERRAZA, newPhone(), "Hola"));
    await system.waitUntilIdle();

    expect(calls.map(({ call }) => call.split(/[?_]/)[0])).toEqual([
      expect.stringMatching(/^GET \/api\/v1\/conversations\/user\//),
      "POST /api/v1/conversations",
      "POST /api/v1/whatsapp/agent/conversations/bot",
    ]);
    for (const { headers } of calls) {
      expect(headers.authorization).toBe("Bearer a-token");
      expect(headers["x-service-api-key"]).toBeUndefined();
    }
  });
});
