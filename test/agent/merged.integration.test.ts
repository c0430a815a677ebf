import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type AgentBench, HANDLED, startAgentBench, taps } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { echo } from "../support/scripted-bot.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
  bench.bot.plays(echo);
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

/** Somebody's conversation, and the same person's as they are known from now on. */
function merged() {
  const before = newConversation();
  return { before, after: { ...newConversation(), phone: before.phone, formerKeys: [before.key] } };
}

describe("a turn of a person whose two conversations became one", () => {
  it("that was answered before is recognised after", async () => {
    const { before, after } = merged();
    const tap = taps(before, "once");
    await bench.deliver(tap);

    expect(await bench.deliver({ ...tap, conversation: after })).toEqual(HANDLED);
    expect(bench.sentTo(before)).toEqual(["You said: [Button] once"]);
  });

  it("that was answered after is recognised before", async () => {
    const { before, after } = merged();
    const tap = taps(after, "once");
    await bench.deliver(tap);

    expect(await bench.deliver({ ...tap, conversation: before })).toEqual(HANDLED);
    expect(bench.sentTo(before)).toEqual(["You said: [Button] once"]);
  });

  it("that was answered long before is recognised, too", async () => {
    const { before, after } = merged();
    const first = taps(before, "first");
    await bench.deliver(first);
    for (let count = 0; count < 45; count++) await bench.deliver(taps(before, `${count}`));
    const sent = bench.sentTo(before).length;

    expect(await bench.deliver(first, { ...first, conversation: after })).toEqual(HANDLED);
    expect(bench.sentTo(before)).toHaveLength(sent);
  });

  it("says in all that comes of it where copies may be, and to the bot nothing of it", async () => {
    const { before, after } = merged();
    await bench.events();
    const own = { ...after, formerKeys: undefined };

    await bench.deliver(taps(after, "one"), taps(own, "two"));

    const [said] = await bench.events();
    expect(said?.conversation.formerKeys).toEqual([before.key]);
    expect(JSON.stringify(bench.bot.asked().at(-1))).not.toContain("formerKeys");
  });
});
