import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Turn } from "../../functions/turns/contract.ts";
import { toTurnMessage } from "../../functions/turns/queue-message.ts";
import { json } from "../../local/http/reply.ts";
import { type AgentBench, type AgentLambda, HANDLED, startAgentBench, taps } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { awsFailure, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { echo } from "../support/scripted-bot.ts";
import { sqsRecord } from "../support/sqs-event.ts";

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

describe("a message that is in the queues of two conversations of one person", () => {
  const skipped = () => bench.counted("TurnsSkipped", { reason: "held-elsewhere" });
  const MINUTE = 60_000;
  /** A process whose tables fail from the agent's answer on: nothing of it can be written down. */
  async function unrecorded() {
    const lambda = await bench.lambda();
    lambda.between.dynamodb.intercept(
      onAction(["PutItem"], ({ body }) =>
        body.toString().includes("claimedBy") || !body.toString().includes('"turn"') ? undefined : awsFailure,
      ),
    );
    return lambda;
  }

  it("is left to the newer one while that is at it", async () => {
    const { before, after } = merged();
    const tap = taps(before, "once");
    const copy = { ...tap, conversation: after };
    const lambda = await unrecorded();
    expect((await lambda.deliver(copy)).handedBack).toEqual([copy]);
    const skippedBefore = skipped();

    expect(await bench.deliver(tap)).toEqual(HANDLED);

    expect(skipped()).toBe(skippedBefore + 1);
    expect(bench.sentTo(before)).toEqual([]);
    expect(await bench.deliver(copy)).toEqual(HANDLED);
    expect(bench.sentTo(before)).toEqual(["You said: [Button] once"]);
  });

  it("is left to the older one's turn that was decided when they were joined", async () => {
    const { before, after } = merged();
    const tap = taps(before, "once");
    const lambda = await bench.lambda();
    lambda.between.whatsapp.intercept(() => json(503, {}));
    expect((await lambda.deliver(tap)).handedBack).toEqual([tap]);

    expect(await bench.deliver({ ...tap, conversation: after })).toEqual(HANDLED);

    expect(bench.sentTo(before)).toEqual([]);
    expect(await bench.deliver(tap)).toEqual(HANDLED);
    expect(bench.sentTo(before)).toEqual(["You said: [Button] once"]);
  });

  it("is answered with what was decided when it is replayed to the other one", async () => {
    const { before, after } = merged();
    bench.bot.plays(() => ({ replies: [1, 2].map((n) => ({ kind: "text", text: `${n}` })) }));
    const tap = taps(before, "once");
    const lambda = await bench.lambda();
    let sent = 0;
    lambda.between.whatsapp.intercept(({ body }) => {
      if (!body.toString().includes('"type":"text","text"')) return undefined;
      sent += 1;
      return sent > 1 ? json(503, {}) : undefined;
    });
    await lambda.deliver(tap);
    expect(bench.sentTo(before)).toEqual(["1"]);
    bench.bot.plays(echo);

    expect(await bench.deliver(replayed({ ...tap, conversation: after }))).toEqual(HANDLED);

    expect(bench.sentTo(before)).toEqual(["1", "2"]);
    expect(await bench.deliver(tap, { ...tap, conversation: after })).toEqual(HANDLED);
    expect(bench.sentTo(before)).toEqual(["1", "2"]);
  });

  it("is taken over by a replay to the other one when nothing was decided", async () => {
    const { before, after } = merged();
    await bench.deliver(taps(after, "first"));
    bench.bot.plays(() => json(503, {}));
    const tap = taps(before, "once");
    expect((await bench.deliver(tap)).handedBack).toEqual([tap]);
    bench.bot.plays(echo);

    expect(await bench.deliver(replayed({ ...tap, conversation: after }))).toEqual(HANDLED);

    expect(await bench.deliver(tap)).toEqual(HANDLED);
    expect(bench.sentTo(before)).toEqual(["You said: [Button] first", "You said: [Button] once"]);
  });

  it("waits when it cannot be noted that they were joined", async () => {
    const { before, after } = merged();
    const lambda = await bench.lambda();
    lambda.between.dynamodb.intercept(onAction(["PutItem"], () => awsFailure));
    const tap = taps(after, "once");

    expect((await lambda.deliver(tap)).handedBack).toEqual([tap]);

    expect(bench.sentTo(before)).toEqual([]);
    expect(await bench.deliver(tap)).toEqual(HANDLED);
    expect(bench.sentTo(before)).toEqual(["You said: [Button] once"]);
  });

  it.each([
    { isJoined: false, isNewerFirst: false },
    { isJoined: false, isNewerFirst: true },
    { isJoined: true, isNewerFirst: false },
    { isJoined: true, isNewerFirst: true },
  ])(
    "is answered once, whichever request the other one comes before: %o",
    async ({ isJoined, isNewerFirst }) => {
      const [here, there] = [await bench.lambda(), await bench.lambda()];
      let n = 0;
      let wasInterrupted: boolean;
      do {
        n += 1;
        const { before, after } = merged();
        if (isJoined) await bench.deliver(taps(after, "first"));
        const tap = taps(before, "once");
        const copy = { ...tap, conversation: after };
        const [one, other] = isNewerFirst ? [copy, tap] : [tap, copy];
        wasInterrupted = await interrupted(
          n,
          here,
          () => here.deliver(one),
          () => there.deliver(other),
        );
        bench.time.now += MINUTE;
        while ((await bench.deliver(one, other)).handedBack.length > 0) bench.time.now += MINUTE;

        const answers = bench.sentTo(before).filter((text) => text.endsWith("once"));
        expect({ n, answers: answers.length }).toEqual({ n, answers: 1 });
        const mirrored = (await bench.events()).filter(({ id }) => id === `${tap.id}:reply:0`);
        expect(new Set(mirrored.map(({ conversation }) => conversation.key)).size).toBe(1);
      } while (wasInterrupted);
      expect(n).toBeGreaterThan(4);
    },
  );
});

/** As `npm run replay` sends it to the conversation that the person is in now. */
function replayed(turn: Turn) {
  return sqsRecord({
    ...toTurnMessage(turn),
    sentAt: bench.time.now,
    attributes: { class: "exhausted", replay: "2026-05-04T12:00:00.000Z" },
  });
}

/** Has `other` happen whole before the n-th request that `lambda` makes in `first`; whether there was one. */
async function interrupted(
  n: number,
  { between }: AgentLambda,
  first: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<boolean> {
  let seen = 0;
  for (const each of Object.values(between)) {
    each.intercept(async () => {
      seen += 1;
      if (seen === n) await other();
      return undefined;
    });
  }
  await first();
  for (const each of Object.values(between)) each.reset();
  return seen >= n;
}
