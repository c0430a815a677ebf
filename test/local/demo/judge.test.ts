import { describe, expect, it } from "vitest";
import { judge } from "../../../local/demo/checks/judge.ts";
import { A_DAY } from "../../../local/demo/day/a-day.ts";
import { ANA, EMILY, LUIS, NOAH } from "../../../local/demo/day/people.ts";
import type { CustomerEvidence, Evidence } from "../../../local/demo/evidence.ts";
import type { Customer } from "../../../local/demo/scenario.ts";
import { faithfulEvidence, recorded, SECRET, sentTo } from "./faithful-evidence.ts";

type Written = CustomerEvidence["written"];

const READ_MENU = { operation: "readMenu", path: "/api/v1/menu2/bot-structure", status: 200 };

/** The names of the checks that do not hold. */
function failing(spoil: (evidence: Evidence) => Partial<Evidence>): string[] {
  const faithful = faithfulEvidence(A_DAY);
  const checks = judge(A_DAY, { ...faithful, ...spoil(faithful) });
  return checks.filter(({ ok }) => !ok).map(({ name }) => name);
}

/** Changes what stands in a customer's conversation, in the ledger and in what the API shows of it. */
function rewriting(customer: Customer, change: (written: Written) => Written) {
  return ({ customers }: Evidence): Partial<Evidence> => ({
    customers: customers.map((one) => {
      if (one.customer !== customer) return one;
      const written = change(one.written);
      const conversations = one.conversations.map((shown) => ({ ...shown, messages: written.slice(-20) }));
      return { ...one, written, conversations };
    }),
  });
}

const ANAS = "What Ana Quispe Rojas said and was told stands in CartaAI, in order, once";
const LUISES = "What Luis Mamani Torres said and was told stands in CartaAI, in order, once";
const EMILYS = "What Emily Carter-Young said and was told stands in CartaAI, in order, once";
const DUPLICATES = "What Meta delivered twice stands there once";
const PEOPLE = "One conversation for each person";
const CALLS = "One call to CartaAI for each message, order and change, and none from the webhook";
const LOOKUPS = "No lookup for a known conversation";
const ANSWERS = "The bot answers whoever writes, and is silent where people talk";
const STATES = "The state in CartaAI is the conversation's, cart and all";
const CHANGES = "A state is told when it changed, and only then";
const ORDERS = "Every order is what was confirmed, once, and linked to its conversation";
const MODELS = "Models are asked over HTTP, once for each voice note and picture";
const LOGS = "Nobody's data and no secret in the logs";

describe("judging a day", () => {
  it("is content when everything went right", () => {
    expect(failing(() => ({}))).toEqual([]);
  });

  it.each<[string, (written: Written) => Written]>([
    ["a lost message", (written) => written.toSpliced(2, 1)],
    ["a message that stands there twice", (written) => written.toSpliced(2, 0, ...written.slice(2, 3))],
    [
      "two messages in the wrong order",
      (written) => [...written.slice(1, 2), ...written.slice(0, 1), ...written.slice(2)],
    ],
    ["a changed text", (written) => changing(written, 0, { content: "Hola" })],
    ["a message in the other one's mouth", (written) => changing(written, 0, { role: "bot" })],
    ["one of two equal messages missing", (written) => withoutFirst(written, "Listo, gracias")],
    [
      "a message that nobody has said",
      (written) => [...written, ...changing(written.slice(0, 1), 0, { content: "Annulez tout" })],
    ],
    ["nothing at all", () => []],
  ])("finds %s", (_, change) => {
    expect(failing(rewriting(ANA, change))).toContain(ANAS);
  });

  it("finds a message lost that the API no longer shows, in the ledger", () => {
    const spoil = ({ customers }: Evidence) => ({
      customers: customers.map((one) =>
        one.customer === EMILY ? { ...one, written: one.written.slice(1) } : one,
      ),
    });
    expect(failing(spoil)).toEqual([EMILYS]);
  });

  it("finds an API that shows something else than the ledger has", () => {
    const spoil = ({ customers }: Evidence) => ({
      customers: customers.map((one) =>
        one.customer === LUIS
          ? { ...one, conversations: one.conversations.map((shown) => ({ ...shown, messages: [] })) }
          : one,
      ),
    });
    expect(failing(spoil)).toEqual([LUISES]);
  });

  it("finds a duplicate of Meta's that was mirrored", () => {
    const twice = (written: Written) =>
      written.flatMap((line) => (line.content.startsWith("Somos dos") ? [line, line] : [line]));
    expect(failing(rewriting(LUIS, twice))).toEqual([LUISES, DUPLICATES]);
  });

  it("finds a person who was taken for two", () => {
    const second = (written: Written) =>
      written.map((line, index) => (index < 2 ? line : { ...line, sessionId: "bot_another_1_2" }));
    expect(failing(rewriting(NOAH, second))).toEqual([PEOPLE]);
  });

  it("finds a conversation of nobody's", () => {
    expect(failing(({ sessions }) => ({ sessions: sessions + 1 }))).toEqual([PEOPLE]);
  });

  it("finds a webhook that was refused, or answered once too rarely", () => {
    const spoil =
      (index: number, statuses: readonly number[]) =>
      ({ acknowledgements }: Evidence) => ({
        acknowledgements: acknowledgements.map((one, at) => (at === index ? { ...one, statuses } : one)),
      });
    const repeated = A_DAY.deliveries.findIndex((delivery) => delivery.repeated !== undefined);
    const forged = A_DAY.deliveries.findIndex((delivery) => delivery.forged);
    expect(failing(spoil(0, [500]))).toEqual(["Every webhook is acknowledged"]);
    expect(failing(spoil(repeated, [200]))).toEqual(["Every webhook is acknowledged"]);
    expect(failing(spoil(forged, [200]))).toEqual(["Every webhook is acknowledged"]);
  });

  it("finds a webhook that waited for CartaAI", () => {
    const spoil = ({ acknowledgements }: Evidence) => ({
      acknowledgements: acknowledgements.map((one) => ({ ...one, answeredByCartaAI: 1 })),
    });
    expect(failing(spoil)).toEqual(["Webhooks are acknowledged while CartaAI hangs"]);
  });

  it("finds what is left in the queue, given up, or overwritten at CartaAI", () => {
    const settled = ["Everything has reached CartaAI"];
    expect(failing(() => ({ queues: { waiting: 0, inFlight: 1 } }))).toEqual(settled);
    expect(failing(() => ({ deadLetters: { waiting: 1, inFlight: 0 } }))).toEqual(settled);
    expect(failing(() => ({ overwritten: 1 }))).toEqual(settled);
  });

  it("finds a call too many, a strange call, and a call that failed", () => {
    const add = {
      operation: "addMessage",
      path: "/api/v1/whatsapp/agent/conversations/x/messages",
      status: 200,
    };
    const more = (call: typeof add) => (evidence: Evidence) => ({
      calls: [...evidence.calls, recorded(call, 1000)],
    });
    expect(failing(more(add))).toEqual([CALLS]);
    expect(failing(more({ ...add, operation: "readConversation" }))).toEqual([CALLS]);
    const broken = ({ calls }: Evidence) => ({
      calls: calls.map((call, index) => (index === calls.length - 1 ? { ...call, status: 500 } : call)),
    });
    expect(failing(broken)).toEqual([CALLS]);
  });

  it("finds a menu that is read for each turn", () => {
    const again = ({ calls }: Evidence) => ({
      calls: [...calls, ...Array.from({ length: 20 }, (_, at) => recorded(READ_MENU, 1000 + at))],
    });
    expect(failing(again)).toEqual([CALLS]);
  });

  it("finds an answer that the transcript does not have, or has elsewhere", () => {
    const isAnswer = ({ role }: Written[number]) => role === "bot";
    const without = (written: Written) => written.toSpliced(written.findIndex(isAnswer), 1);
    expect(failing(rewriting(LUIS, without))).toEqual([LUISES]);
    const before = (written: Written) => [
      ...written.slice(1, 2),
      ...written.slice(0, 1),
      ...written.slice(2),
    ];
    expect(failing(rewriting(LUIS, before))).toEqual([LUISES]);
  });

  it("finds a customer who was answered by nobody, in spite of the staff, or at a number that is not theirs", () => {
    const at = (text: string) => A_DAY.deliveries.findIndex(({ title }) => title.startsWith(text));
    const more = (index: number, phone: string) => (evidence: Evidence) => {
      const position = evidence.acknowledgements[index + 1]?.sentBefore ?? 0;
      const answer = sentTo(LUIS, { phone }, "Hola", 1000);
      const acknowledgements = evidence.acknowledgements.map((one, each) =>
        each > index ? { ...one, sentBefore: one.sentBefore + 1 } : one,
      );
      return { acknowledgements, sent: evidence.sent.toSpliced(position, 0, answer) };
    };
    expect(failing(more(at("Luis gets a new number"), "51900000202"))).toContain(ANSWERS);
    expect(failing(more(at("Luis confirms"), "51900000202"))).toContain(ANSWERS);
    expect(failing(more(at("Luis confirms"), "51900000203"))).not.toContain(ANSWERS);
    expect(failing(({ sent }) => ({ sent: sent.slice(0, -1) }))).toContain(ANSWERS);
  });

  it.each([
    ["an intent", { intent: "idle" }],
    ["a step", { step: "initial" }],
    ["a cart that was not emptied", { context: { selectedItems: [{ id: "prod004" }], orderTotal: 42.9 } }],
  ])("finds %s that is not the conversation's", (_, wrong) => {
    const spoil = ({ acknowledgements }: Evidence) => ({
      acknowledgements: acknowledgements.map((one) =>
        one.state === undefined ? one : { ...one, state: { ...one.state, ...wrong } },
      ),
    });
    expect(failing(spoil)).toEqual([STATES]);
  });

  it("finds a state that nobody told, and one that was told twice", () => {
    const without = ({ acknowledgements }: Evidence) => ({
      acknowledgements: acknowledgements.map((one) => ({ ...one, state: undefined })),
    });
    expect(failing(without)).toEqual([STATES]);
    const twice = ({ customers }: Evidence) => ({
      customers: customers.map((one) => ({ ...one, states: [...one.states, ...one.states] })),
    });
    expect(failing(twice)).toEqual([CHANGES]);
  });

  it("finds an order too many, too few, of something else, and one that is linked twice or nowhere", () => {
    const links = (change: (links: readonly string[]) => readonly string[]) => (evidence: Evidence) => ({
      customers: evidence.customers.map((one) => ({ ...one, links: change(one.links) })),
    });
    expect(failing(({ orders }) => ({ orders: [...orders, ...orders.slice(0, 1)] }))).toEqual([ORDERS]);
    expect(failing(({ orders }) => ({ orders: orders.slice(1) }))).toEqual([ORDERS]);
    expect(failing(({ orders }) => ({ orders: orders.map((one) => ({ ...one, total: 1 })) }))).toEqual([
      ORDERS,
    ]);
    expect(failing(links((own) => [...own, ...own]))).toEqual([ORDERS]);
    expect(failing(links(() => []))).toEqual([ORDERS]);
    const unseen = ({ customers }: Evidence) => ({
      customers: customers.map((one) => ({
        ...one,
        conversations: one.conversations.map((shown) => ({ ...shown, context: {} })),
      })),
    });
    expect(failing(unseen)).toEqual([ORDERS]);
  });

  it("finds a voice note that was heard twice, and a model that was never asked", () => {
    const again = ({ asked = [] }: Evidence) => ({
      asked: [...asked, ...asked.filter(({ operation }) => operation === "transcribe")],
    });
    expect(failing(again)).toEqual([MODELS]);
    expect(failing(() => ({ asked: [] }))).toEqual([MODELS]);
  });

  it("finds somebody looked up again whose conversation was known", () => {
    const late = ({ calls }: Evidence) => ({
      calls: calls.map((call, index) => (index === 0 ? { ...call, sequence: 1000 } : call)),
    });
    expect(failing(late)).toEqual([LOOKUPS]);
  });

  it.each([
    ["a phone number", "user +51900000101 wrote"],
    ["a phone number as Meta writes it", "from 51900000203"],
    ["a BSUID", "for US.90871236450918273645"],
    ["a text", "content: Listo, gracias"],
    [
      "a text within JSON",
      JSON.stringify({ body: JSON.stringify({ text: "¿Tienen mesa para cuatro a las ocho?" }) }),
    ],
    ["a caption", "Is there any in the Dragon roll?"],
    ["a name", "Conversation of Chloé Lefèvre opened"],
    ["a forged text", "Annulez toutes mes commandes"],
    ["a BSUID in an address", "/user/%2B12025550147"],
    ["a secret", `key ${SECRET}`],
    ["a secret in base64", Buffer.from(SECRET).toString("base64")],
  ])("finds %s in the logs", (_, line) => {
    expect(failing(({ logs }) => ({ logs: `${logs}${line}\n` }))).toEqual([LOGS]);
  });

  it("finds what the bot said in the logs", () => {
    const spoil = ({ logs, sent }: Evidence) => ({
      logs: `${logs}${JSON.stringify(sent.at(-1)?.message)}\n`,
    });
    expect(failing(spoil)).toEqual([LOGS]);
  });

  it("does not take silence for discretion", () => {
    expect(failing(() => ({ logs: "" }))).toEqual([LOGS]);
  });
});

function withoutFirst(written: Written, content: string): Written {
  return written.toSpliced(
    written.findIndex((line) => line.content === content),
    1,
  );
}

function changing(written: Written, at: number, change: Partial<Written[number]>): Written {
  return written.map((line, index) => (index === at ? { ...line, ...change } : line));
}
