import { afterEach, describe, expect, it, vi } from "vitest";
import { type System, startSystem } from "../../local/runtime/system.ts";
import { captureLogs } from "../support/capture-logs.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { textWebhook, typedWebhook } from "../support/webhook-bodies.ts";
import { OwnFile, type OwnRequest, startOwnServer } from "./own-server.ts";

vi.setConfig(PATIENT);

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const RECORDING = Buffer.from("OggS, of which the stand-in has never heard");
const WORDS = "Dos lomos con arroz y papas, los recojo";

/** WhatsApp as Meta documents it: messages are sent, files are read by their id and then by their address. */
function whatsapp({ method, path }: OwnRequest, url: string): unknown {
  if (method === "POST" && path === `/v25.0/${LA_TERRAZA.phoneNumberId}/messages`) {
    return { messaging_product: "whatsapp", success: true, messages: [{ id: "wamid.own" }] };
  }
  if (path === "/v25.0/1234567890") {
    return { messaging_product: "whatsapp", id: "1234567890", mime_type: "audio/ogg", url: `${url}/file/1` };
  }
  return path === "/file/1" ? new OwnFile(RECORDING, "audio/ogg") : undefined;
}

/** A model that orders what was said, and then has nothing to add. */
function models({ path, bytes }: OwnRequest): unknown {
  if (path === "/own/v1/audio/transcriptions") return { text: WORDS };
  if (path !== "/own/v1/chat/completions") return undefined;
  const { messages } = JSON.parse(bytes.toString());
  const isOver = messages.at(-1).role === "tool";
  const calls = [
    ["add_to_cart", { product_id: "prod004", quantity: 2, option_ids: ["opt-arroz", "opt-papas"] }],
    ["set_delivery_method", { method: "pickup" }],
    ["set_payment_method", { method: "cash" }],
  ].map(([name, input], index) => ({
    id: `call-${index}`,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }));
  const message = isOver ? { role: "assistant", content: "" } : { role: "assistant", tool_calls: calls };
  return { choices: [{ index: 0, finish_reason: "stop", message }] };
}

async function running() {
  const logs = captureLogs();
  stops.push(async () => logs.release());
  const own = { whatsapp: await startOwnServer(whatsapp), models: await startOwnServer(models) };
  stops.push(own.whatsapp.stop, own.models.stop);
  const errors: unknown[] = [];
  const system = await startSystem({
    environment: {
      ...{ AGENT: "builtin", TURN_PAUSE_SECONDS: "0" },
      ...{ WHATSAPP_GRAPH_BASE_URL: own.whatsapp.url, WHATSAPP_TOKEN: "token-of-mine" },
      ...{ AI_BASE_URL: `${own.models.url}/own/v1`, AI_API_KEY: "key-of-mine", AI_CHAT_MODEL: "my-model" },
      AI_TRANSCRIPTION_MODEL: "my-ears",
    },
    onError: (error) => errors.push(error),
  });
  stops.push(system.stop);
  return { system, own, errors };
}

const bodyOf = ({ bytes }: OwnRequest) => JSON.parse(bytes.toString());

/** What the bot sent, as text. */
function sentTexts(requests: readonly OwnRequest[]): string[] {
  return requests
    .filter(({ path }) => path.endsWith("/messages"))
    .map(bodyOf)
    .flatMap(({ text, interactive }) => text?.body ?? interactive?.body.text ?? []);
}

async function hears(system: System, body: unknown): Promise<void> {
  await postWebhook(system, body);
  await system.waitUntilIdle();
}

describe("WhatsApp and models that are not the stand-ins", () => {
  it("take an order by voice: what is sent, asked and downloaded is what their APIs say", async () => {
    const { system, own, errors } = await running();
    const phone = newPhone();
    const audio = { id: "1234567890", mime_type: "audio/ogg; codecs=opus", voice: true };

    await hears(system, typedWebhook(LA_TERRAZA, phone, "audio", { audio }));
    await hears(system, textWebhook(LA_TERRAZA, phone, "Sí, por favor"));

    const [order] = system.cartaai?.orders() ?? [];
    const [conversation] = system.cartaai?.conversations() ?? [];
    const told = sentTexts(own.whatsapp.requests);
    expect(system.whatsapp).toBeUndefined();
    expect(order).toMatchObject({
      items: [{ productId: "prod004", quantity: 2 }],
      total: 85.8,
      type: "pickup",
    });
    expect(told).toHaveLength(2);
    expect(told.at(-1)).toContain(order?.orderNumber);
    expect(conversation?.context["currentOrderId"]).toBe(order?._id);
    const transcript = system.cartaai?.transcript(`+${phone}`, LA_TERRAZA.subDomain) ?? [];
    expect(transcript.map(({ role, content }) => `${role}: ${content}`)).toEqual([
      `user: [Audio message] ${WORDS}`,
      expect.stringMatching(/^bot: /),
      "user: Sí, por favor",
      expect.stringMatching(/^bot: /),
    ]);
    const bots = transcript.filter(({ role }) => role === "bot").map(({ content }) => content);
    for (const [index, text] of told.entries()) expect(bots[index]?.startsWith(text)).toBe(true);
    expect(errors).toEqual([]);
  });

  it("are shown their own keys, and get requests in the form of their APIs", async () => {
    const { system, own } = await running();
    const phone = newPhone();
    const audio = { id: "1234567890", mime_type: "audio/ogg; codecs=opus", voice: true };

    await hears(system, typedWebhook(LA_TERRAZA, phone, "audio", { audio }));

    const messages = `POST /v25.0/${LA_TERRAZA.phoneNumberId}/messages`;
    const calls = own.whatsapp.requests.map(({ method, path }) => `${method} ${path}`);
    expect(calls.toSorted()).toEqual(["GET /file/1", "GET /v25.0/1234567890", messages, messages]);
    for (const { headers } of own.whatsapp.requests)
      expect(headers.authorization).toBe("Bearer token-of-mine");
    const bodies = own.whatsapp.requests.filter(({ method }) => method === "POST").map(bodyOf);
    expect(bodies).toEqual([
      {
        messaging_product: "whatsapp",
        status: "read",
        message_id: expect.stringMatching(/^wamid\./),
        typing_indicator: { type: "text" },
      },
      expect.objectContaining({ messaging_product: "whatsapp", to: phone, type: "interactive" }),
    ]);

    const [transcription, ...chats] = own.models.requests;
    expect(transcription?.path).toBe("/own/v1/audio/transcriptions");
    expect(transcription?.bytes.includes(RECORDING)).toBe(true);
    expect(transcription?.bytes.toString()).toContain("my-ears");
    expect(chats).toHaveLength(2);
    expect(bodyOf(chats[0] as OwnRequest)).toMatchObject({
      model: "my-model",
      messages: expect.arrayContaining([{ role: "user", content: WORDS }]),
      tools: expect.arrayContaining([expect.objectContaining({ type: "function" })]),
    });
    for (const { headers } of own.models.requests) expect(headers.authorization).toBe("Bearer key-of-mine");
  });
});
