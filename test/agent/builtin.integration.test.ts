import { afterEach, describe, expect, it, vi } from "vitest";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { offeredIn } from "../support/offered.ts";
import { PATIENT } from "../support/patience.ts";
import { PersonalData } from "../support/personal-data.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { textWebhook, typedWebhook } from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let system: TestSystem | undefined;

afterEach(async () => {
  await system?.stop();
});

/** What a customer taps who wants rice with it, to pick it up, and to pay in cash. */
const CHOICES = [
  /^confirm:/,
  /^method:pickup$/,
  /^pay:cash$/,
  /^checkout$/,
  /^extras-done:/,
  /^extra:.*arroz$/,
];

async function tapUntilOrdered(running: TestSystem, phone: string): Promise<void> {
  for (let taps = 0; taps < 10 && running.cartaai.orders().length === 0; taps++) {
    const ids = offeredIn(running.whatsapp.sent().at(-1)?.message);
    const id = CHOICES.map((choice) => ids.find((each) => choice.test(each))).find(
      (each) => each !== undefined,
    );
    if (id === undefined) throw new Error(`nothing to tap among ${ids.join(", ")}`);
    const interactive = { type: "button_reply", button_reply: { id, title: "Elegido" } };
    await postWebhook(running, typedWebhook(LA_TERRAZA, phone, "interactive", { interactive }));
    await running.waitUntilIdle();
  }
}

describe("the bot of this project", () => {
  it("takes an order from the greeting to its number, and CartaAI has transcript, state and link", async () => {
    system = await startTestSystem({ environment: { AGENT: "builtin", TURN_PAUSE_SECONDS: "0" } });
    const ana = newPhone();
    const personal = new PersonalData();
    personal.add(ana);
    for (const text of ["Hola", "quiero 2 lomo saltado"]) {
      await postWebhook(system, textWebhook(LA_TERRAZA, ana, text));
      await system.waitUntilIdle();
    }
    await tapUntilOrdered(system, ana);

    const [order] = system.cartaai.orders();
    const [conversation] = system.cartaai.conversations();
    const transcript = system.cartaai.transcript(`+${ana}`, LA_TERRAZA.subDomain);
    expect(system.cartaai.orders()).toHaveLength(1);
    expect(order).toMatchObject({
      customer: { phone: `+${ana}` },
      items: [{ productId: "prod004", quantity: 2 }],
    });
    expect(transcript.at(-1)).toMatchObject({
      role: "bot",
      content: expect.stringContaining(order?.orderNumber ?? "?"),
    });
    // Every message that was sent stands there, and each turn of the customer's has its answer.
    expect(transcript.filter(({ role }) => role === "bot")).toHaveLength(system.whatsapp.sent().length);
    expect(conversation).toMatchObject({
      context: { selectedItems: [], orderTotal: 0, currentOrderId: order?._id },
    });
    expect(JSON.stringify(conversation?.context["orderHistory"])).toContain(order?._id);
    expect(system.errors).toEqual([]);
    expectNothingPersonal({ logs: system.logs, personal });
  });

  it("answers in the language that it is written to", async () => {
    system = await startTestSystem({ environment: { AGENT: "builtin", TURN_PAUSE_SECONDS: "0" } });
    await postWebhook(
      system,
      textWebhook(LA_TERRAZA, newPhone(), "Hello, I would like to see the menu please"),
    );
    await system.waitUntilIdle();

    expect(JSON.stringify(system.whatsapp.sent())).toMatch(/menu/i);
    expect(system.cartaai.conversations()).toMatchObject([{ metadata: { language: "en" } }]);
  });
});
