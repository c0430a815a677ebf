import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { textWebhook } from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

const [LA_TERRAZA] = SAMPLE_BUSINESSES;

let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem({ environment: { AGENT: "builtin", TURN_PAUSE_SECONDS: "0" } });
});
afterAll(() => system.stop());

it("one id leads from the webhook through both queues to every call that writes to CartaAI", async () => {
  await postWebhook(system, textWebhook(LA_TERRAZA, "51999999999", "Hola"));
  await system.waitUntilIdle();

  const received = system.logs
    .entries()
    .find(({ message }) => String(message).startsWith("Handling message"));
  const id = received?.["correlationId"];
  expect(id).toMatch(/\S{8,}/);
  const writes = system.cartaai.calls().filter(({ method }) => method !== "GET");
  expect(writes.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(["openConversation", "addMessage", "syncState"]),
  );
  expect(new Set(writes.map(({ correlationId }) => correlationId))).toEqual(new Set([id]));
  const services = system.logs.entries().filter(({ correlationId }) => correlationId === id);
  expect(services.map(({ service }) => service)).toEqual(expect.arrayContaining(["webhook", "sync"]));
});
