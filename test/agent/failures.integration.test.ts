import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { toTurnMessage } from "../../functions/turns/queue-message.ts";
import { json } from "../../local/http/reply.ts";
import { voiceNote } from "../../local/models/script.ts";
import { startModels } from "../../local/models/server.ts";
import { draft } from "../restaurant/restaurant-bench.ts";
import { type AgentBench, HANDLED, startAgentBench, taps, turn, types } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { awsFailure, onAction } from "../support/interposed.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { echo, type Script } from "../support/scripted-bot.ts";
import { sqsRecord } from "../support/sqs-event.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterEach(async () => {
  bench.bot.plays(echo);
  bench.whatsapp.faults.clear();
  bench.cartaai.faults.clear();
  await bench.events();
  await bench.deadLetters();
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

const MINUTE = 60_000;
const SORRY = /^Disculpa, algo no funciona/;
const down: Script = () => json(503, { error: "as it happens" });

describe("a bot that is down", () => {
  it("has the turn wait longer each time, asks the customer for patience once, and is asked again", async () => {
    const ana = newConversation();
    bench.bot.plays(down);
    const question = taps(ana, "menu");
    const waits: (number | undefined)[] = [];
    for (let times = 0; times < 7; times++) waits.push(...(await bench.deliver(question)).seconds);
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY)]);

    bench.bot.plays(echo);
    expect(await bench.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY), "You said: [Button] menu"]);
    expect(await bench.events()).toMatchObject([
      { id: `${question.id}:apology`, role: "bot", content: expect.stringMatching(SORRY) },
      { id: `${question.id}:reply:0` },
    ]);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it("is not apologised for when it is back at once", async () => {
    const ana = newConversation();
    const question = taps(ana, "menu");
    bench.bot.plays(down);
    await bench.deliver(question);
    bench.bot.plays(echo);
    await bench.deliver(question);

    expect(bench.sentTo(ana)).toEqual(["You said: [Button] menu"]);
  });

  it("is apologised for in the customer's language", async () => {
    const chloe = newConversation({ phone: "+33639985678", key: "+33639985678" });
    const ana = newConversation();
    const metadata = { language: "pt" };
    bench.bot.plays(() => ({
      replies: [],
      state: { intent: "idle", step: "initial", context: {}, metadata },
    }));
    await bench.deliver(taps(ana, "oi"));
    bench.bot.plays(down);
    const emily = newConversation();
    const asks = turn(
      emily,
      { kind: "other" },
      { content: "Hello, do you have anything with chicken, please?" },
    );
    const questions = [taps(chloe, "1"), taps(ana, "2"), asks];
    for (let times = 0; times < 2; times++) await bench.deliver(...questions);

    expect(bench.sentTo(chloe)).toEqual([expect.stringMatching(/^Désolé/)]);
    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(/^Desculpe/)]);
    expect(bench.sentTo(emily)).toEqual([expect.stringMatching(/^Sorry/)]);
  });

  it("makes dead letters of the questions that have waited for too long, and of no others", async () => {
    const ana = newConversation();
    bench.bot.plays(down);
    const [early, late] = [types(ana, "anybody?"), types(ana, "hello?")];
    await bench.deliver(early);
    bench.time.now += 14 * MINUTE;
    await bench.deliver(early, late);
    bench.time.now += MINUTE;

    expect((await bench.deliver(early, late)).handedBack).toEqual([late]);

    expect(await bench.deadLetters()).toMatchObject([
      {
        body: toTurnMessage(early).body,
        told: { class: "exhausted", reason: "agent-unavailable", attempts: "2" },
      },
    ]);
    expect(bench.counted("TurnsDeadLettered", { class: "exhausted" })).toBe(1);
    bench.bot.plays(echo);
    expect(await bench.deliver(late)).toEqual(HANDLED);
    expect(bench.sentTo(ana).at(-1)).toBe("You said: hello?");
  });

  it("answers what comes back from the dead letters", async () => {
    const ana = newConversation();
    bench.bot.plays(() => json(422, {}));
    const question = taps(ana, "menu");
    expect(await bench.deliver(question)).toEqual(HANDLED);
    bench.bot.plays(echo);

    const { body, groupId } = toTurnMessage(question);
    await bench.deliver(
      sqsRecord({ body, groupId, sentAt: bench.time.now, attributes: { class: "permanent" } }),
    );
    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY), "You said: [Button] menu"]);
  });

  it("is apologised for in the transcript as well, also when that cannot be queued at first", async () => {
    const ana = newConversation();
    bench.bot.plays(down);
    const question = taps(ana, "menu");
    await bench.deliver(question);
    const lambda = await bench.lambda();
    lambda.between.sqs.intercept(onAction(["SendMessageBatch"], () => awsFailure));
    await lambda.deliver(question);
    bench.time.now += 15 * MINUTE;

    // Nor is the turn given up before it is mirrored.
    expect((await lambda.deliver(question)).handedBack).toEqual([question]);
    expect(await bench.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY)]);
    expect(await bench.events()).toMatchObject([
      { id: `${question.id}:apology`, occurredAt: question.occurredAt },
    ]);
    expect(await bench.deadLetters()).toMatchObject([{ told: { reason: "agent-unavailable" } }]);
    await bench.deliver(taps(ana, "again"));
    expect(await bench.events()).toEqual([]);
  });

  it("is not apologised for in the transcript when WhatsApp did not take it", async () => {
    const ana = newConversation();
    bench.bot.plays(down);
    const question = taps(ana, "menu");
    bench.whatsapp.faults.add({ fault: "error", operation: "sendMessage", code: 131026, times: 1 });
    for (let times = 0; times < 3; times++) await bench.deliver(question);

    expect(bench.sentTo(ana)).toEqual([]);
    expect(await bench.events()).toEqual([]);
  });

  it("is apologised for in the transcript when WhatsApp may have taken it", async () => {
    const ana = newConversation();
    bench.bot.plays(down);
    const question = taps(ana, "menu");
    const lambda = await bench.lambda();
    lambda.between.whatsapp.intercept(async ({ body }, forward) => {
      if (!body.toString().includes('"type":"text","text"')) return undefined;
      await forward();
      return "break";
    });
    for (let times = 0; times < 3; times++) await lambda.deliver(question);

    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY)]);
    expect(await bench.events()).toMatchObject([{ id: `${question.id}:apology` }]);
  });
});

describe("a bot whose answer is of no use", () => {
  it.each<[string, Script, string?]>([
    ["a refusal", () => json(400, {})],
    ["no JSON", () => ({ ...json(200, {}), body: "<html>" })],
    ["another shape", () => ({ reply: "hello" })],
    ["an answer that is too large", () => ({ replies: [], memory: "x".repeat(300_000) }), "answer-too-large"],
    ["a redirect", () => ({ ...json(302, {}), headers: { location: "http://127.0.0.1:9/" } })],
  ])(
    "costs that turn at once, with an apology and a dead letter: %s",
    async (_, script, reason = "agent-failed") => {
      const ana = newConversation();
      bench.bot.plays(script);

      expect(await bench.deliver(taps(ana, "menu"))).toEqual(HANDLED);

      expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY)]);
      expect(await bench.deadLetters()).toMatchObject([{ told: { class: "permanent", reason } }]);
    },
  );
});

describe("a WhatsApp that does not take replies", () => {
  it("gets them later, and the transcript shows them once they were said", async () => {
    const ana = newConversation();
    const question = taps(ana, "menu");
    bench.whatsapp.faults.add({ fault: "error", operation: "sendMessage", code: 130429, times: 2 });

    expect((await bench.deliver(question)).handedBack).toEqual([question]);
    expect((await bench.deliver(question)).handedBack).toEqual([question]);
    expect(await bench.events()).toEqual([]);
    const asked = bench.bot.asked().length;
    expect(await bench.deliver(question)).toEqual(HANDLED);

    expect(bench.bot.asked()).toHaveLength(asked);
    expect(bench.sentTo(ana)).toEqual(["You said: [Button] menu"]);
    expect(await bench.events()).toMatchObject([{ id: `${question.id}:reply:0` }]);
  });

  it("because the 24 hours are over: nothing is said, nothing of it mirrored, and it is nobody's dead letter", async () => {
    const ana = newConversation();
    const state = { intent: "menu", step: "browsing", context: {}, metadata: {} };
    bench.bot.plays(() => ({ replies: [1, 2].map((n) => ({ kind: "text", text: `${n}` })), state }));
    bench.whatsapp.faults.add({ fault: "error", operation: "sendMessage", code: 131047, times: 1 });
    const question = taps(ana, "menu");

    expect(await bench.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual([]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([`${question.id}:state`]);
    expect(await bench.deadLetters()).toEqual([]);
    expect(bench.counted("RepliesNotSent", { reason: "window-closed" })).toBe(1);
  });

  it("because of one of them: the others are sent, and a person is told; it is not answered again", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [1, 2].map((n) => ({ kind: "text", text: `${n}` })) }));
    bench.whatsapp.faults.add({ fault: "error", operation: "sendMessage", code: 131026, times: 1 });
    const question = taps(ana, "menu");

    expect(await bench.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["2"]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([`${question.id}:reply:1`]);
    expect(await bench.deadLetters()).toMatchObject([
      { told: { class: "permanent", reason: "whatsapp-131026" } },
    ]);
    await bench.deliver({ ...question });
    expect(bench.sentTo(ana)).toEqual(["2"]);
  });

  it("for a quarter of an hour: what was said is mirrored, and the turn is given up", async () => {
    const ana = newConversation();
    const question = taps(ana, "menu");
    bench.bot.plays(() => ({ replies: [1, 2].map((n) => ({ kind: "text", text: `${n}` })) }));
    let sent = 0;
    const lambda = await bench.lambda();
    lambda.between.whatsapp.intercept(({ body }) => {
      if (!body.toString().includes('"type":"text","text"')) return undefined;
      sent += 1;
      return sent > 1 ? json(401, { error: { code: 190 } }) : undefined;
    });
    expect((await lambda.deliver(question)).handedBack).toEqual([question]);
    bench.time.now += 15 * MINUTE;

    expect(await lambda.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["1"]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([`${question.id}:reply:0`]);
    expect(await bench.deadLetters()).toMatchObject([
      { told: { class: "exhausted", reason: "whatsapp-190", httpStatus: "401" } },
    ]);
  });
});

describe("an order", () => {
  const orders =
    (phone = ""): Script =>
    ({ orderOutcome }) =>
      orderOutcome === undefined
        ? {
            replies: [],
            order: { kind: "place", draft: draft({ customer: { name: "Ana", phone } }) },
            memory: "after the confirmation",
          }
        : { replies: [{ kind: "text", text: `It is ${orderOutcome.status}` }] };

  it("that CartaAI refuses is told to the bot, and nothing is linked", async () => {
    const ana = newConversation();
    bench.bot.plays(orders(ana.phone));
    bench.cartaai.faults.add({ fault: "refuse", status: 422, operation: "createOrder", times: 1 });
    const confirmation = taps(ana, "confirm");

    expect(await bench.deliver(confirmation)).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["It is refused"]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([`${confirmation.id}:reply:0`]);
  });

  it("of which nobody can tell whether it exists ends as a dead letter, and is not placed again", async () => {
    const ana = newConversation();
    bench.bot.plays(orders(ana.phone));
    bench.cartaai.faults.add({ fault: "applyThenDrop", operation: "createOrder", times: 1 });
    const confirmation = taps(ana, "confirm");
    const lambda = await bench.lambda();
    let isPlaced = false;
    lambda.between.cartaai.intercept(({ method }) => {
      if (isPlaced) return json(503, {});
      isPlaced = method === "POST";
      return undefined;
    });
    await lambda.deliver(confirmation);
    bench.time.now += 15 * MINUTE;

    expect(await lambda.deliver(confirmation)).toEqual(HANDLED);
    expect(await bench.deadLetters()).toMatchObject([
      { told: { class: "exhausted", reason: "order-unsettled" } },
    ]);
    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY)]);
    await bench.deliver({ ...confirmation });
    bench.bot.plays(echo);
    await bench.deliver(taps(ana, "confirm"));
    expect(bench.bot.asked().at(-1)).toMatchObject({ memory: "after the confirmation" });
    expect(bench.cartaai.orders().filter(({ customer }) => customer.phone === ana.phone)).toHaveLength(1);
  });

  it("of a turn that is given up is not followed by its replies when the dead letter cannot be queued at first", async () => {
    const ana = newConversation();
    const placing = orders(ana.phone);
    bench.bot.plays((asked) => (asked.orderOutcome === undefined ? placing(asked) : down(asked)));
    const confirmation = taps(ana, "confirm");
    const lambda = await bench.lambda();
    await lambda.deliver(confirmation);
    bench.time.now += 15 * MINUTE;
    lambda.between.sqs.intercept(
      onAction(["SendMessageBatch"], ({ body }) =>
        body.toString().includes("agent-unavailable") ? awsFailure : undefined,
      ),
    );
    expect((await lambda.deliver(confirmation)).handedBack).toEqual([confirmation]);
    bench.bot.plays(placing);

    expect(await bench.deliver(confirmation)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual([expect.stringMatching(SORRY)]);
    const told = (await bench.events()).map(({ type, id }) => (id.endsWith(":apology") ? "apology" : type));
    expect(told).toEqual(["apology", "order"]);
    expect(await bench.deadLetters()).toMatchObject([{ told: { reason: "agent-unavailable" } }]);
    await bench.deliver({ ...confirmation });
    expect(bench.cartaai.orders().filter(({ customer }) => customer.phone === ana.phone)).toHaveLength(1);
  });

  it("that the bot has placed itself is linked", async () => {
    const ana = newConversation();
    bench.bot.plays(() => ({ replies: [], order: { kind: "placed", orderId: "o-1", orderNumber: "LT-9" } }));
    const confirmation = taps(ana, "confirm");

    await bench.deliver(confirmation);
    expect(await bench.events()).toMatchObject([
      { id: `${confirmation.id}:order:o-1`, type: "order", orderId: "o-1", orderNumber: "LT-9" },
    ]);
  });
});

describe("a voice note", () => {
  const KEY = "key-for-the-models";

  async function withModels() {
    const models = await startModels({ port: 0, apiKeys: [KEY] });
    const lambda = await bench.lambda({ AI_BASE_URL: `${models.url}/v1`, AI_API_KEY: KEY }, ["whatsapp"]);
    const mediaId = bench.whatsapp.addMedia(voiceNote("Dos pizzas, por favor"), "audio/ogg; codecs=opus");
    const voice = turn(newConversation(), { kind: "audio", mediaId }, { content: "[Audio message]" });
    return { models, lambda, voice };
  }

  it("is transcribed once, mirrored with its words, and answered like a text", async () => {
    const { models, lambda, voice } = await withModels();
    bench.bot.plays(down);
    await lambda.deliver(voice);
    bench.bot.plays(echo);

    expect(await lambda.deliver(voice)).toEqual(HANDLED);

    expect(models.received()).toHaveLength(1);
    expect(bench.bot.asked().at(-1)?.messages).toMatchObject([
      { input: { kind: "text", text: "Dos pizzas, por favor" } },
    ]);
    expect(await bench.events()).toMatchObject([
      { id: voice.id, role: "user", content: "[Audio message] Dos pizzas, por favor" },
      { id: `${voice.id}:reply:0` },
    ]);
    await models.stop();
  });

  it("that no model reads for three times is left at that, and the customer is asked to type", async () => {
    const { models, lambda, voice } = await withModels();
    models.faults.add({ fault: "refuse", status: 503 });
    for (let times = 0; times < 2; times++) expect((await lambda.deliver(voice)).handedBack).toEqual([voice]);

    expect(await lambda.deliver(voice)).toEqual(HANDLED);

    expect(bench.bot.asked().at(-1)?.messages).toMatchObject([{ input: { kind: "other" } }]);
    expect(await bench.events()).toMatchObject([
      { id: `${voice.id}:apology` },
      { id: voice.id, content: "[Audio message] (not transcribed)" },
      { id: `${voice.id}:reply:0` },
    ]);
    expect(bench.counted("MediaNotRead", { kind: "audio" })).toBe(1);
    await models.stop();
  });

  it("is never missing in the transcript, also when the turn is given up before it was read", async () => {
    const { models, lambda, voice } = await withModels();
    models.faults.add({ fault: "refuse", status: 503 });
    bench.time.now += 20 * MINUTE;
    const { body, groupId } = toTurnMessage(voice);

    await lambda.deliver(sqsRecord({ body, groupId, sentAt: bench.time.now - 16 * MINUTE }));

    expect(await bench.events()).toMatchObject([
      { id: `${voice.id}:apology` },
      { id: voice.id, content: "[Audio message] (not transcribed)" },
    ]);
    expect(await bench.deadLetters()).toMatchObject([{ told: { reason: "media-unavailable" } }]);
    await models.stop();
  });
});

describe("what is not about the turn", () => {
  it("a sync.fifo that takes nothing is waited for without end, and nothing is said twice", async () => {
    const ana = newConversation();
    const question = taps(ana, "menu");
    const lambda = await bench.lambda();
    lambda.between.sqs.intercept(onAction(["SendMessageBatch"], () => awsFailure));
    await lambda.deliver(question);
    bench.time.now += 60 * MINUTE;

    expect((await lambda.deliver(question)).handedBack).toEqual([question]);
    lambda.between.sqs.reset();
    expect(await lambda.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ana)).toEqual(["You said: [Button] menu"]);
    expect(await bench.events()).toMatchObject([{ id: `${question.id}:reply:0` }]);
  });

  it("a table that cannot be read or written: nothing is said before it can be written down", async () => {
    const ana = newConversation();
    const question = taps(ana, "menu");
    const lambda = await bench.lambda();
    for (const action of ["BatchGetItem", "PutItem"]) {
      lambda.between.dynamodb.intercept(onAction([action], () => awsFailure));
      expect((await lambda.deliver(question)).handedBack).toEqual([question]);
      lambda.between.dynamodb.reset();
    }
    expect(bench.sentTo(ana)).toEqual([]);

    expect(await lambda.deliver(question)).toEqual(HANDLED);
    expect(bench.sentTo(ana)).toEqual(["You said: [Button] menu"]);
  });

  it("marks that could not be written: they are when the message comes again, and nothing else is done", async () => {
    const ana = newConversation({ formerKeys: ["PE.before"] });
    const question = taps(ana, "menu");
    const lambda = await bench.lambda();
    lambda.between.dynamodb.intercept(onAction(["BatchWriteItem"], () => awsFailure));
    expect((await lambda.deliver(question)).handedBack).toEqual([question]);
    lambda.between.dynamodb.reset();

    expect(await lambda.deliver(question)).toEqual(HANDLED);
    const written = lambda.between.dynamodb.requests().filter(({ action }) => action === "BatchWriteItem");
    expect(written).toHaveLength(1);
    expect(bench.sentTo(ana)).toEqual(["You said: [Button] menu"]);
  });

  it("a business that nobody has registered: a dead letter at once, and its neighbours are answered", async () => {
    const [ana, ben] = [newConversation(), newConversation()];

    expect(await bench.deliver(taps(ana, "1", { phoneNumberId: "42" }), taps(ben, "2"))).toEqual(HANDLED);
    expect(await bench.deadLetters()).toMatchObject([
      { told: { class: "permanent", reason: "unknown-business" } },
    ]);
    expect(bench.sentTo(ben)).toHaveLength(1);
  });

  it.each([
    ["malformed-json", "{ this is not JSON"],
    ["malformed-event", '{"version":1}'],
    ["unsupported-version", '{"version":2}'],
  ])("a message that is no turn: %s", async (reason, body) => {
    const ana = newConversation();

    expect(await bench.deliver(sqsRecord({ body }), taps(ana, "hi"))).toEqual(HANDLED);
    expect(await bench.deadLetters()).toMatchObject([{ body, told: { class: "malformed", reason } }]);
    expect(bench.sentTo(ana)).toHaveLength(1);
  });
});
