import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { type AgentBench, HANDLED, startAgentBench, taps, types } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { PATIENT } from "../support/patience.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench({ AGENT: "builtin", TURN_PAUSE_SECONDS: "0" });
});
afterAll(async () => await bench.stop());

/** Somebody new who has the summary of two lemonades before them. */
async function atTheSummary(): Promise<Conversation> {
  const person = newConversation();
  await bench.deliver(types(person, "2 limonadas"));
  for (const id of ["checkout", "method:pickup", "pay:cash"]) await bench.deliver(taps(person, id));
  await bench.events();
  return person;
}

const ordersOf = ({ phone }: Conversation) =>
  bench.cartaai.orders().filter(({ customer }) => customer.phone === phone);

describe("messages that piled up behind a confirmation", () => {
  it.each(["no", "cancelar", "vaciar carrito", "quita las limonadas", "quiero hablar con una persona"])(
    "take it back together: %j",
    async (text) => {
      const person = await atTheSummary();
      expect(await bench.deliver(taps(person, "confirm:1"), types(person, text))).toEqual(HANDLED);

      expect(ordersOf(person)).toEqual([]);
      const [answer = "", ...more] = bench.sentTo(person).slice(4);
      expect(answer).toContain("No envié tu pedido");
      expect(more).toEqual([]);
      expect((await bench.events()).map(({ type }) => type)).toEqual(["message", "state"]);
    },
  );

  it("leave it when they ask for something else, and are answered after it", async () => {
    const person = await atTheSummary();
    await bench.deliver(taps(person, "confirm:1"), types(person, "¿dónde está mi pedido?"));

    expect(ordersOf(person)).toMatchObject([{ total: 19 }]);
    const answers = bench.sentTo(person).slice(4).join("\n");
    expect(answers).toMatch(/¡Gracias!(.|\n)*Tu pedido/);
  });
});
