import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import type { Turn } from "../../functions/turns/contract.ts";
import { TURNS_QUEUE } from "../../lib/resources.ts";
import { json } from "../../local/http/reply.ts";
import { draft } from "../restaurant/restaurant-bench.ts";
import { type AgentBench, type AgentLambda, HANDLED, startAgentBench, taps } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { type Death, dieAt } from "../support/die-at.ts";
import { awsFailure, type Interceptor } from "../support/interposed.ts";
import { PATIENT } from "../support/patience.ts";
import type { Script } from "../support/scripted-bot.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterAll(() => bench.stop());

const MINUTE = 60_000;
const says = (...texts: string[]) => texts.map((text) => ({ kind: "text", text }));
const SAID = ["One moment", "It is ordered", "See you soon"];

/** Orders as soon as anything is said, and tells the number once there is one. */
const ordersFor =
  ({ phone = "" }: Conversation): Script =>
  ({ orderOutcome, memory }) => {
    if (orderOutcome === undefined) {
      const order = { kind: "place", draft: draft({ customer: { name: "Ana", phone } }) };
      return { replies: says("One moment"), order, memory: "placing" };
    }
    const state = { intent: "order", step: "placed", context: { asked: memory }, metadata: {} };
    return { replies: says("It is ordered", "See you soon"), state, memory: "placed" };
  };

/** What SQS does with a turn that nobody has handled: it delivers it again. */
async function deliverUntilHandled(turn: Turn, lambda: Pick<AgentLambda, "deliver"> = bench): Promise<void> {
  for (let times = 0; times < 6; times++) {
    bench.time.now += MINUTE;
    const { handedBack } = await lambda.deliver(turn);
    if (handedBack.length === 0) return;
  }
  throw new Error("handed back again and again");
}

/** The sending of a message can be known to nobody but WhatsApp, which does not tell. */
function leavesSendingUnknown({ service, action, when }: Death): boolean {
  return when === "after" ? service === "whatsapp" : action === "PutItem";
}

/** WhatsApp never takes this text, whichever process sends it. */
function refuses(text: string): Interceptor {
  return ({ body }) =>
    body.toString().includes(`"body":${JSON.stringify(text)}`)
      ? json(400, { error: { code: 131026, message: "as it happens" } })
      : undefined;
}

async function playWithDeath(request: number, when: Death["when"]): Promise<"survived" | Death> {
  // Was joined with another conversation, so that its messages are marked at once.
  const ana = newConversation({ formerKeys: ["PE.before"] });
  bench.bot.plays(ordersFor(ana));
  const lambda = await bench.lambda();
  const turn = taps(ana, "confirm");
  const death = dieAt(lambda.between, request, when);
  const end = await Promise.race([death, lambda.deliver(turn).then(() => "survived" as const)]);
  await deliverUntilHandled(turn);

  const context = JSON.stringify({ request, end });
  const orders = bench.cartaai.orders().filter(({ customer }) => customer.phone === ana.phone);
  expect(orders, context).toHaveLength(1);
  const sent = bench.sentTo(ana);
  expect([...new Set(sent)], context).toEqual(SAID);
  const most = end !== "survived" && leavesSendingUnknown(end) ? SAID.length + 1 : SAID.length;
  expect(sent.length, context).toBeLessThanOrEqual(most);
  expect(
    (await bench.events()).map((event) => [event.id, event.type === "message" ? event.content : event.type]),
    context,
  ).toEqual([
    ...SAID.map((text, index) => [`${turn.id}:reply:${index}`, text]),
    [`${turn.id}:state`, "state"],
    [`${turn.id}:order:${orders[0]?._id}`, "order"],
  ]);
  return end;
}

describe("an agent that dies in the middle of an order", () => {
  it.each(["before", "after"] as const)(
    "%s any of its requests: one order, every reply, the transcript complete and in order",
    async (when) => {
      const deaths: Death[] = [];
      for (let request = 1; ; request++) {
        const end = await playWithDeath(request, when);
        if (end === "survived") break;
        deaths.push(end);
      }
      // Every side effect has been the last one of some process.
      const services = deaths.map(({ service, action }) => (service === "dynamodb" ? action : service));
      for (const each of ["bot", "cartaai", "whatsapp", "sqs", "PutItem", "BatchWriteItem"]) {
        expect(services).toContain(each);
      }
      expect(deaths.filter(({ service }) => service === "whatsapp").length).toBeGreaterThanOrEqual(4);
    },
  );
});

describe("an agent that dies with a reply that WhatsApp does not take", () => {
  it.each(["before", "after"] as const)("%s any of its requests: a person is told", async (when) => {
    const another = await bench.lambda();
    another.between.whatsapp.intercept(refuses("1"));
    for (let request = 1, isOver = false; !isOver; request++) {
      const ana = newConversation();
      bench.bot.plays(() => ({ replies: says("1", "2") }));
      const lambda = await bench.lambda();
      const question = taps(ana, "menu");
      const death = dieAt(lambda.between, request, when);
      lambda.between.whatsapp.intercept(refuses("1"));
      const end = await Promise.race([death, lambda.deliver(question).then(() => "survived" as const)]);
      await deliverUntilHandled(question, another);

      const context = JSON.stringify({ request, end });
      expect(await bench.deadLetters(), context).toMatchObject([
        { told: { class: "permanent", reason: "whatsapp-131026" } },
      ]);
      expect(new Set(bench.sentTo(ana)), context).toEqual(new Set(["2"]));
      expect(
        (await bench.events()).map(({ id }) => id),
        context,
      ).toEqual([`${question.id}:reply:1`]);
      isOver = end === "survived";
    }
  });

  it("is not through with the turn until the dead letter is there", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: says("1", "2") }));
    const question = taps(ana, "menu");
    const lambda = await bench.lambda();
    lambda.between.whatsapp.intercept(refuses("1"));
    const letters = bench.stores.queues.queueUrl(TURNS_QUEUE.deadLetterName);
    lambda.between.sqs.intercept(({ body }) => (body.toString().includes(letters) ? awsFailure : undefined));

    expect((await lambda.deliver(question)).handedBack).toEqual([question]);
    lambda.between.sqs.reset();
    expect(await lambda.deliver(question)).toEqual(HANDLED);

    expect(await bench.deadLetters()).toHaveLength(1);
    expect(bench.sentTo(ana)).toEqual(["2"]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([`${question.id}:reply:1`]);
  });
});

describe("an agent that dies while it asks for patience", () => {
  const sorry = expect.stringMatching(/^Disculpa/);

  it.each(["before", "after"] as const)(
    "%s any of its requests: it asks once at most, and what was said is mirrored, before the answer",
    async (when) => {
      const deaths: Death[] = [];
      for (let request = 1; ; request++) {
        const ana = newConversation();
        bench.bot.plays(() => json(503, {}));
        const question = taps(ana, "menu");
        await bench.deliver(question);
        const lambda = await bench.lambda();
        const death = dieAt(lambda.between, request, when);
        const end = await Promise.race([death, lambda.deliver(question).then(() => "survived" as const)]);
        bench.bot.plays(() => ({ replies: says("There you are") }));
        await deliverUntilHandled(question);

        const context = JSON.stringify({ request, end });
        const sent = bench.sentTo(ana);
        expect([["There you are"], [sorry, "There you are"]], context).toContainEqual(sent);
        const mirrored = (await bench.events()).map(({ id }) => id);
        expect(mirrored.at(-1), context).toBe(`${question.id}:reply:0`);
        // Nobody can tell an apology that died with its sender from one that did not go out.
        if (sent.length > 1) expect(mirrored, context).toContain(`${question.id}:apology`);
        if (end === "survived") break;
        deaths.push(end);
      }
      const services = deaths.map(({ service }) => service);
      for (const each of ["bot", "whatsapp", "sqs", "dynamodb"]) expect(services).toContain(each);
    },
  );
});

describe("an agent that answers and dies", () => {
  it("is asked again only when its answer was not written down", async () => {
    const ana = newConversation();
    let times = 0;
    bench.bot.plays(() => ({ replies: says(`Answer ${++times}`) }));
    const turn = taps(ana, "menu");
    const lambda = await bench.lambda();
    // The first message is sent, and the process dies before it can write that down.
    const { promise: died, resolve: die } = Promise.withResolvers<void>();
    let isSent = false;
    lambda.between.whatsapp.intercept(async (_, forward) => {
      const reply = await forward();
      isSent = bench.sentTo(ana).length > 0;
      return reply;
    });
    lambda.between.dynamodb.intercept(() => {
      if (!isSent) return undefined;
      die();
      return new Promise<never>(() => undefined);
    });
    await Promise.race([died, lambda.deliver(turn)]);
    await deliverUntilHandled(turn);

    expect(times).toBe(1);
    expect(bench.sentTo(ana)).toEqual(["Answer 1", "Answer 1"]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([`${turn.id}:reply:0`]);
  });

  it("leaves what came meanwhile to a turn of its own", async () => {
    const ana = newConversation();
    bench.bot.plays(({ messages }) => ({ replies: says(messages.map(({ content }) => content).join()) }));
    const [first, second] = [taps(ana, "1"), taps(ana, "2")];
    bench.whatsapp.faults.add({ fault: "refuse", status: 503, operation: "sendMessage", times: 1 });

    expect((await bench.deliver(first)).handedBack).toEqual([first]);
    expect((await bench.deliver(first, second)).handedBack).toEqual([]);

    expect(bench.sentTo(ana)).toEqual(["[Button] 1", "[Button] 2"]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([
      `${first.id}:reply:0`,
      `${second.id}:reply:0`,
    ]);
  });
});
