import { afterEach, describe, expect, it, vi } from "vitest";
import { voiceNote } from "../../local/models/script.ts";
import { startModels } from "../../local/models/server.ts";
import type { Environment } from "../../local/runtime/lambda-environment.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { BOT_SECRET, echo, startBot } from "../support/scripted-bot.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import {
  messagesWebhook,
  newMessage,
  textMessage,
  textWebhook,
  typedWebhook,
  webhook,
} from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function running(settings: Environment = {}) {
  const bot = await startBot();
  const models = await startModels({ port: 0, apiKeys: ["k"] });
  const system = await startTestSystem({
    environment: {
      ...{ AGENT: "http", AGENT_URL: bot.url, AGENT_SECRET: BOT_SECRET, TURN_PAUSE_SECONDS: "0" },
      ...{ AI_BASE_URL: `${models.url}/v1`, AI_API_KEY: "k" },
      ...settings,
    },
  });
  stops.push(bot.stop, models.stop, system.stop);
  return { bot, models, system };
}

const said = (system: TestSystem, phone: string) =>
  system.cartaai
    .transcript(`+${phone}`, LA_TERRAZA.subDomain)
    .map(({ role, content }) => `${role}: ${content}`);

describe("a webhook that is answered", () => {
  it("ends as a reply at WhatsApp, and as a conversation with its state in CartaAI", async () => {
    const { bot, system } = await running();
    const ana = newPhone();
    const state = { intent: "order", step: "cart", context: { customerName: "Ana" }, metadata: {} };
    bot.plays((asked) => ({ ...echo(asked), state }));

    for (const text of ["Hola", "¿Tienen pizza?"]) {
      await postWebhook(system, textWebhook(LA_TERRAZA, ana, text));
      await system.waitUntilIdle();
    }

    expect(said(system, ana)).toEqual([
      ...["user: Hola", "bot: You said: Hola"],
      ...["user: ¿Tienen pizza?", "bot: You said: ¿Tienen pizza?"],
    ]);
    expect(system.whatsapp.sent().map(({ recipient }) => recipient.id)).toEqual([ana, ana]);
    expect(system.cartaai.conversations()).toMatchObject([
      { currentIntent: "order", currentStep: "cart", context: { customerName: "Ana" } },
    ]);
    expect(system.errors).toEqual([]);
  });

  it("is answered once when it comes in pieces", async () => {
    const { bot, system } = await running({ TURN_PAUSE_SECONDS: "1" });
    const ana = newPhone();
    const pieces = ["hello", "I want", "2 pizzas"];
    const messages = pieces.map((text) => textMessage(ana, text));

    await postWebhook(
      system,
      messagesWebhook(LA_TERRAZA.phoneNumberId, { contacts: [{ wa_id: ana }], messages }),
    );
    await system.waitUntilIdle();

    expect(bot.asked().map(({ messages }) => messages.map(({ content }) => content))).toEqual([pieces]);
    expect(said(system, ana)).toEqual([
      ...pieces.map((text) => `user: ${text}`),
      "bot: You said: hello / I want / 2 pizzas",
    ]);
  });

  it("is a voice note in the customer's own words", async () => {
    const { system } = await running();
    const ana = newPhone();
    const id = system.whatsapp.addMedia(voiceNote("Dos pizzas"), "audio/ogg; codecs=opus");

    await postWebhook(
      system,
      typedWebhook(LA_TERRAZA, ana, "audio", { audio: { id, mime_type: "audio/ogg" } }),
    );
    await system.waitUntilIdle();

    expect(said(system, ana)).toEqual([
      "user: [Audio message] Dos pizzas",
      "bot: You said: [Audio message] Dos pizzas",
    ]);
  });

  it("comes from somebody who is known by a business-scoped user id alone", async () => {
    const { system } = await running();
    const userId = "PE.13491208655302741918";
    const body = messagesWebhook(LA_TERRAZA.phoneNumberId, {
      contacts: [{ user_id: userId, profile: { username: "noah" } }],
      messages: [{ ...newMessage(), from_user_id: userId, type: "text", text: { body: "No number" } }],
    });

    await postWebhook(system, body);
    await system.waitUntilIdle();

    expect(system.whatsapp.sent().map(({ recipient }) => recipient)).toEqual([
      { kind: "userId", id: userId },
    ]);
  });

  it("is left to the staff for a while once they have written", async () => {
    const { system } = await running();
    const ana = newPhone();
    const metadata = { display_phone_number: "15550783881", phone_number_id: LA_TERRAZA.phoneNumberId };
    const echoed = {
      ...newMessage(),
      from: "15550783881",
      to: ana,
      type: "text",
      text: { body: "Soy Rosa" },
    };
    await postWebhook(
      system,
      webhook([{ field: "smb_message_echoes", value: { metadata, message_echoes: [echoed] } }]),
    );
    await postWebhook(system, textWebhook(LA_TERRAZA, ana, "Gracias, Rosa"));
    await system.waitUntilIdle();

    expect(said(system, ana)).toEqual(["bot: [Staff] Soy Rosa", "user: Gracias, Rosa"]);
    expect(system.whatsapp.sent()).toEqual([]);
  });
});

describe("many customers at once", () => {
  it("are answered each in their own order", async () => {
    const { bot, system } = await running();
    bot.plays(echo);
    const people = Array.from({ length: 12 }, newPhone);
    for (const text of ["uno", "dos", "tres"]) {
      await Promise.all(people.map((phone) => postWebhook(system, textWebhook(LA_TERRAZA, phone, text))));
    }
    await system.waitUntilIdle();

    for (const phone of people) {
      const lines = said(system, phone);
      expect(lines.filter((line) => line.startsWith("user"))).toEqual([
        "user: uno",
        "user: dos",
        "user: tres",
      ]);
      const answers = lines.filter((line) => line.startsWith("bot"));
      expect(answers.join(" ").match(/uno|dos|tres/g)).toEqual(["uno", "dos", "tres"]);
    }
    expect(system.errors).toEqual([]);
  });
});
