import { afterEach, describe, expect, it, vi } from "vitest";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { counted } from "../support/counted.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { textWebhook } from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let system: TestSystem;
afterEach(() => system.stop());

describe("while CartaAI hangs", () => {
  it("webhooks are answered, and afterwards everything arrives, in order and once", async () => {
    // What hangs is given up soon, and tried again at once: the test need not wait for either.
    system = await startTestSystem({
      environment: {
        CONVERSATION_API_TIMEOUT: "1",
        SYNC_RETRY_BASE_SECONDS: "0",
        SYNC_SETTLE_SECONDS: "1",
      },
    });
    const phones = Array.from({ length: 3 }, newPhone);
    const texts = ["¿Hay alguien?", "¿Hola?", "Quisiera pedir", "ok", "ok"];
    const everybodySays = (text: string) =>
      Promise.all(
        phones.map(async (phone) => (await postWebhook(system, textWebhook(LA_TERRAZA, phone, text))).status),
      );
    await everybodySays("antes");
    await system.waitUntilIdle();
    system.cartaai.faults.add({ fault: "hang" });

    for (const text of texts) expect(await everybodySays(text)).toEqual([200, 200, 200]);
    await eventually(() =>
      expect(counted(system.logs.entries(), "CartaAIFailures", { operation: "addMessage" })).toBeGreaterThan(
        0,
      ),
    );
    system.cartaai.faults.clear();
    await system.waitUntilIdle();

    for (const phone of phones) {
      const said = system.cartaai.transcript(`+${phone}`, LA_TERRAZA.subDomain).map(({ content }) => content);
      expect(said).toEqual(["antes", ...texts]);
    }
    expect(system.errors).toEqual([]);
  });
});
