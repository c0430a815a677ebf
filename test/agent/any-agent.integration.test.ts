import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Agent } from "../../functions/agents/agent.ts";
import { type AgentBench, HANDLED, startAgentBench, taps } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

/** An agent in process, whose answers nothing but the compiler has seen. */
const answering = (answer: object): Agent => ({ answer: async () => answer as never });

/** Deep enough for nobody to read, and to end a `JSON.stringify`. */
const nested = () => JSON.parse(`${'{"a":'.repeat(150)}1${"}".repeat(150)}`);

describe("an answer of whatever agent that does not fit", () => {
  it.each([
    ["replies.0.text", { replies: [{ kind: "text", text: "" }] }],
    ["replies", {}],
    ["state.intent", { replies: [], state: { intent: "dance", step: "a", context: {}, metadata: {} } }],
    ["state.context", { replies: [], state: { intent: "menu", step: "a", context: nested(), metadata: {} } }],
    ["order.orderId", { replies: [], order: { kind: "placed", orderId: "x".repeat(201) } }],
    ["order.orderNumber", { replies: [], order: { kind: "placed", orderId: "o-1", orderNumber: "" } }],
    ["memory", { replies: [], memory: { of: "yesterday" } }],
  ])("costs that turn at once, and the log names the field: %s", async (field, answer) => {
    const lambda = await bench.lambda({}, [], { agent: answering(answer) });
    const question = taps(newConversation(), "menu");

    expect(await lambda.deliver(question)).toEqual(HANDLED);

    expect(await bench.deadLetters()).toMatchObject([
      { told: { class: "permanent", reason: "agent-failed" } },
    ]);
    const failures = bench.logs.entries().filter(({ message }) => message === "A turn failed");
    expect(failures.at(-1)).toMatchObject({
      reason: "agent-failed",
      errorName: expect.stringMatching(/^AgentFailedError < /),
      detail: expect.stringMatching(new RegExp(`wrong: ${field}$`)),
    });
  });

  it("is no matter of what it holds besides", async () => {
    const lambda = await bench.lambda({}, [], {
      agent: answering({ replies: [{ kind: "text", text: "Hi", tone: "warm" }], mood: "good" }),
    });
    const ana = newConversation();

    expect(await lambda.deliver(taps(ana, "menu"))).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["Hi"]);
  });
});
