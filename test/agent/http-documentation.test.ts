import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { turnAnswerSchema } from "../../functions/agents/agent.ts";
import { type AgentBench, startAgentBench, taps } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";

const text = readFileSync(resolve(import.meta.dirname, "../../docs/agent-http.md"), "utf8");
const [request, ...answers] = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = ""]) =>
  JSON.parse(json),
);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterAll(() => bench.stop());

describe("docs/agent-http.md", () => {
  it("shows answers that are taken", () => {
    expect(answers).toHaveLength(2);
    for (const answer of answers) expect(turnAnswerSchema.parse(answer)).toEqual(answer);
  });

  it("shows a request as it is sent", async () => {
    const ana = newConversation({ userId: "PE.1" });
    bench.bot.plays(() => ({ replies: [], memory: "m" }));
    await bench.deliver(taps(ana, "a"));
    await bench.deliver(taps(ana, "b"));

    const asked = bench.bot.asked().at(-1);
    const keysOf = (value: unknown) => Object.keys(value ?? {}).toSorted();
    expect(keysOf(asked)).toEqual(keysOf(request));
    expect(keysOf(asked?.["conversation"])).toEqual(keysOf(request.conversation));
    expect(keysOf(asked?.["business"])).toEqual(keysOf(request.business));
    expect(asked?.messages[0]).toMatchObject({ input: { kind: request.messages[1].input.kind } });
    expect(bench.bot.headers().at(-1)).toMatchObject({
      "idempotency-key": encodeURIComponent(asked?.id ?? "?"),
      "x-correlation-id": "c-1",
    });
  });
});
