import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Turn } from "../../functions/turns/contract.ts";
import {
  type AgentBench,
  type AgentLambda,
  startAgentBench,
  taps,
  turn,
  types,
} from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { mutated, mutation } from "../support/mutations.ts";
import { PATIENT } from "../support/patience.ts";
import { sqsRecord } from "../support/sqs-event.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench({ TURN_PAUSE_SECONDS: "0" });
});
afterAll(() => bench.stop());

/** Delivers something odd between two customers' turns, who must not notice. @returns whether the odd one is handled */
async function deliverBetween(body: string, lambda: Pick<AgentLambda, "deliver"> = bench): Promise<boolean> {
  const [before, after] = [taps(newConversation(), "antes"), taps(newConversation(), "después")];
  const odd = sqsRecord({ body });

  const { handedBack } = await lambda.deliver(before, odd, after);

  expect(handedBack.filter((each) => each !== odd)).toEqual([]);
  expect(bench.sentTo(before.conversation)).toHaveLength(1);
  expect(bench.sentTo(after.conversation)).toHaveLength(1);
  return !handedBack.includes(odd);
}

/** Deeper than `JSON.stringify` can go; `JSON.parse` can. */
const DEEP = `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`;

const conversation = newConversation();
const greeting = types(conversation, "Hola a todos");
const someonesGreeting = () => types(newConversation(), "Hola a todos");

const malformed: [string, string][] = [
  ["a key that no table takes", JSON.stringify(types({ ...conversation, key: "k".repeat(3_000) }, "Hola"))],
  ["a user id without end", JSON.stringify(types({ ...conversation, userId: "u".repeat(200_000) }, "Hola"))],
  [
    "a user id that no address can hold",
    JSON.stringify(types({ ...conversation, userId: "PE.\ud800" }, "Hola")),
  ],
  ["a time that is none", JSON.stringify({ ...greeting, occurredAt: "25:61" })],
  ["a version without end", JSON.stringify({ ...greeting, version: 1e300 })],
  ["an input that nobody knows", JSON.stringify({ ...greeting, input: { kind: "dance" } })],
  [
    "an input too deep to be written",
    JSON.stringify(greeting).replace(/"input":\{[^}]*\}/, `"input":${DEEP}`),
  ],
  ["a blank", " "],
  ["a byte order mark", "\ufeff{}"],
  ["a number beyond all numbers", "1e999"],
  ["a list without end", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["keys that objects have by themselves", '{"__proto__":{"version":1},"constructor":{},"version":1}'],
];

describe("a message of turns.fifo that holds", () => {
  it.each(malformed)("%s is a dead letter at once, and costs its neighbours nothing", async (_, body) => {
    expect(await deliverBetween(body)).toBe(true);
    expect(await bench.deadLetters()).toMatchObject([{ body, told: { class: "malformed" } }]);
  });

  it.each<[string, Turn, string[]]>([
    // It goes into a header of the request to the bot, which refuses it.
    ["an id without end", { ...someonesGreeting(), id: `wamid.${"i".repeat(100_000)}` }, ["agent-failed"]],
    ["a text without end", types(newConversation(), "Hola ".repeat(40_000)), []],
    ["a correlation id that no header takes", { ...someonesGreeting(), correlationId: "a\nb→\u0000" }, []],
    [
      "a business number that no address can hold",
      { ...someonesGreeting(), phoneNumberId: "../../me?x=\ud800#" },
      ["unknown-business"],
    ],
    ["a basket of thousands", basketOf(3_000), []],
    ["a quantity beyond all shops", basketOf(1, Number.MAX_SAFE_INTEGER), []],
    ["an address for a media id", turn(newConversation(), { kind: "audio", mediaId: "../me?a=b" }), []],
  ])("%s is handled all the same, and costs its neighbours nothing", async (_, odd, reasons) => {
    expect(await deliverBetween(JSON.stringify(odd))).toBe(true);
    expect((await bench.deadLetters()).map(({ told }) => told["reason"])).toEqual(reasons);
  });
});

function basketOf(lines: number, quantity = 1): Turn {
  return turn(newConversation(), {
    kind: "basket",
    lines: Array.from({ length: lines }, (_, index) => ({ productId: `prod${index}`, quantity })),
  });
}

const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
const location = { latitude: -12.1, longitude: -77, name: "Casa" };

describe("whatever was done to a queued turn", () => {
  it.each([
    ["a bot of somebody else's", {}],
    ["the bot that takes orders", { AGENT: "builtin" }],
  ])("%s answers its neighbours, and it is answered, put aside or waits", async (_, settings) => {
    const lambda = await bench.lambda(settings);
    const turns = [
      greeting,
      taps(conversation, "menu"),
      turn(conversation, { kind: "location", location }),
      basketOf(2),
      turn(conversation, { kind: "image", mediaId: "1234", caption: "¿Tienen esto?" }),
      turn(conversation, { kind: "staff" }),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...turns), mutations, fc.uuid(), async (original, list, id) => {
        const body = JSON.stringify(list.reduce<unknown>(mutated, { ...original, id }));
        const isHandled = await deliverBetween(body, lambda);
        const letters = await bench.deadLetters();
        // Nothing is dropped without a word: what is put aside is there as it came.
        for (const letter of letters) expect(letter.body).toBe(body);
        if (!isHandled) expect(letters).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("what the agent Lambda printed meanwhile", () => {
  it("holds nothing personal", () => {
    const printed = JSON.stringify(bench.logs.entries());
    expect(printed.length).toBeGreaterThan(0);
    expect(printed).not.toContain(conversation.phone?.slice(1));
    expect(printed).not.toContain("Hola a todos");
  });
});
