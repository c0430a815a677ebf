import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LA_TERRAZA, newPhone, newUserId, SUSHI_SAKURA } from "../support/conversations.ts";
import { counted } from "../support/counted.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import {
  messagesWebhook,
  textMessage,
  textWebhook,
  textWebhookWithoutPhone,
} from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

async function post(body: unknown): Promise<number> {
  return (await postWebhook(system, body)).status;
}

/** "user: Hola", as CartaAI holds it. */
function transcript(userId: string, { subDomain } = LA_TERRAZA): string[] {
  return system.cartaai.transcript(userId, subDomain).map(({ role, content }) => `${role}: ${content}`);
}

/** The operations that CartaAI is asked for while something happens. */
async function callsDuring(action: () => Promise<unknown>): Promise<string[]> {
  const before = system.cartaai.calls().length;
  await action();
  await system.waitUntilIdle();
  return system.cartaai
    .calls()
    .slice(before)
    .map(({ operation }) => operation);
}

describe("a signed webhook", () => {
  it("ends as a message in the person's conversation at CartaAI", async () => {
    const phone = newPhone();

    expect(await post(textWebhook(LA_TERRAZA, phone, "Un lomo saltado 🍽️"))).toBe(200);
    await system.waitUntilIdle();

    expect(transcript(`+${phone}`)).toEqual(["user: Un lomo saltado 🍽️"]);
  });

  it("of somebody without a phone number ends there too, under the user id", async () => {
    const userId = newUserId();

    expect(await post(textWebhookWithoutPhone(LA_TERRAZA, userId, "Sin número"))).toBe(200);
    await system.waitUntilIdle();

    expect(transcript(userId)).toEqual(["user: Sin número"]);
  });

  it("carries its correlation id to CartaAI's call", async () => {
    await post(textWebhook(LA_TERRAZA, newPhone(), "¿De quién es esto?"));
    await system.waitUntilIdle();

    const { correlationId } = system.cartaai.calls().at(-1) ?? {};
    const services = system.logs
      .entries()
      .filter((entry) => entry["correlationId"] === correlationId)
      .map((entry) => entry["service"]);
    expect(new Set(services)).toEqual(new Set(["webhook", "sync"]));
  });

  it.each([
    ["PUT", "/webhook"],
    ["DELETE", "/webhook"],
    ["POST", "/"],
    ["POST", "/webhook/"],
    ["GET", "/webhooks"],
  ])("is not what %s %s is", async (method, path) => {
    const response = await fetch(system.addresses.front + path, { method });
    expect(response.status).toBe(404);
  });
});

describe("CartaAI is called", () => {
  it("three times for somebody new, and then once for each message, without a lookup", async () => {
    const phone = newPhone();

    expect(await callsDuring(() => post(textWebhook(LA_TERRAZA, phone, "uno")))).toEqual([
      "findConversation",
      "openConversation",
      "addMessage",
    ]);
    for (const text of ["dos", "tres", "cuatro"]) {
      expect(await callsDuring(() => post(textWebhook(LA_TERRAZA, phone, text)))).toEqual(["addMessage"]);
    }
  });

  it("once for each of many messages in one webhook", async () => {
    const phone = newPhone();
    const texts = Array.from({ length: 30 }, (_, index) => `línea ${index}`);
    const messages = texts.map((text) => textMessage(phone, text));

    const calls = await callsDuring(() => post(messagesWebhook(LA_TERRAZA.phoneNumberId, { messages })));

    expect(calls.filter((operation) => operation === "addMessage")).toHaveLength(30);
    expect(calls).toHaveLength(32);
    expect(transcript(`+${phone}`)).toEqual(texts.map((text) => `user: ${text}`));
  });

  it("not at all for a webhook that is repeated, not even at the same moment", async () => {
    const phone = newPhone();
    const body = textWebhook(LA_TERRAZA, phone, "sólo una vez");

    expect(await Promise.all(Array.from({ length: 8 }, () => post(body)))).toEqual(Array(8).fill(200));
    await system.waitUntilIdle();
    expect(await callsDuring(() => post(body))).toEqual([]);

    expect(transcript(`+${phone}`)).toEqual(["user: sólo una vez"]);
  });
});

describe("two customers' and two restaurants' conversations", () => {
  it("stay apart, each in its order, when all of them write at once", async () => {
    const phones = Array.from({ length: 6 }, newPhone);
    const restaurants = [LA_TERRAZA, SUSHI_SAKURA];
    for (const text of ["primero", "segundo", "tercero"]) {
      const posts = phones.flatMap((phone) => restaurants.map((to) => post(textWebhook(to, phone, text))));
      expect(await Promise.all(posts)).toEqual(Array(12).fill(200));
    }
    await system.waitUntilIdle();

    for (const phone of phones) {
      for (const { subDomain } of restaurants) {
        const said = system.cartaai.transcript(`+${phone}`, subDomain).map(({ content }) => content);
        expect(said).toEqual(["primero", "segundo", "tercero"]);
      }
    }
    expect(system.cartaai.ledger().overwritten).toEqual([]);
  });
});

describe("the whole system meanwhile", () => {
  it("had no invocation that failed, and no dead letter", () => {
    expect(system.errors).toEqual([]);
    expect(counted(system.logs.entries(), "EventsDeadLettered")).toBe(0);
  });
});
