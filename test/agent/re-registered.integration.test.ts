import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Business } from "../../functions/businesses/business.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { putBusinesses } from "../../local/tables/put-businesses.ts";
import { draft } from "../restaurant/restaurant-bench.ts";
import { type AgentBench, HANDLED, startAgentBench, taps, turn } from "../support/agent-bench.ts";
import { LA_TERRAZA, newConversation, SUSHI_SAKURA } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { echo, type Script } from "../support/scripted-bot.ts";

vi.setConfig(PATIENT);

let bench: AgentBench;

beforeAll(async () => {
  bench = await startAgentBench();
});
afterEach(async () => {
  bench.bot.plays(echo);
  await bench.events();
  await bench.deadLetters();
});
afterAll(async () => {
  expectNothingPersonal(bench);
  await bench.stop();
});

const MINUTE = 60_000;
let numbers = 4000;
const newNumber = () => ({ phoneNumberId: String(++numbers) });
const register = (business: Business) => putBusinesses(bench.stores.tables.client, [business]);

const orders =
  ({ phone = "" }: Conversation): Script =>
  ({ orderOutcome }) =>
    orderOutcome === undefined
      ? { replies: [], order: { kind: "place", draft: draft({ customer: { name: "Ana", phone } }) } }
      : { replies: [{ kind: "text", text: `It is ${orderOutcome.status}` }] };

describe("a number that belongs to another restaurant by now", () => {
  it("answers nobody who wrote to the one before: they become dead letters, with what they said in the transcript", async () => {
    const number = newNumber();
    await register({ ...SUSHI_SAKURA, ...number });
    const ana = newConversation();
    const said = [
      turn(ana, { kind: "audio", mediaId: "m-1" }, { content: "[Audio message]", ...number }),
      taps(ana, "confirm", number),
    ];
    bench.bot.plays(orders(ana));
    const asked = bench.bot.asked().length;

    expect((await bench.deliver(...said)).handedBack).toEqual(said);
    bench.time.now += 15 * MINUTE;
    expect(await bench.deliver(...said)).toEqual(HANDLED);

    const told = { class: "exhausted", reason: "business-changed", attempts: "2" };
    expect(await bench.deadLetters()).toMatchObject([{ told }, { told }]);
    expect((await bench.events()).map(({ id }) => id)).toEqual([said[0]?.id]);
    expect(bench.bot.asked()).toHaveLength(asked);
    expect(bench.sentTo(ana)).toEqual([]);
    expect(bench.cartaai.orders()).toEqual([]);
  });

  it("answers those who write to the new one, as soon as this process knows of it", async () => {
    const number = newNumber();
    await register({ ...LA_TERRAZA, ...number });
    await bench.deliver(taps(newConversation(), "menu", number));
    await register({ ...SUSHI_SAKURA, ...number });
    const { subDomain, localId, botId } = SUSHI_SAKURA;
    const ben = newConversation({ subDomain, localId, botId });
    const question = taps(ben, "menu", number);

    expect((await bench.deliver(question)).handedBack).toEqual([question]);
    bench.time.now += MINUTE;
    expect(await bench.deliver(question)).toEqual(HANDLED);

    expect(bench.sentTo(ben)).toEqual(["You said: [Button] menu"]);
  });
});

describe("a number that belongs to another branch of the restaurant by now", () => {
  it("orders at the branch that the customer wrote to, and the bot is told of no other", async () => {
    const number = newNumber();
    await register({ ...LA_TERRAZA, ...number, localId: "local-san-isidro", botId: "bot-san-isidro" });
    const ana = newConversation();
    bench.bot.plays(orders(ana));

    expect(await bench.deliver(taps(ana, "confirm", number))).toEqual(HANDLED);

    const { subDomain, localId, botId } = LA_TERRAZA;
    expect(bench.bot.asked().at(-1)).toMatchObject({ business: { subDomain, localId, botId } });
    expect(bench.sentTo(ana)).toEqual(["It is placed"]);
    expect(bench.cartaai.orders()).toMatchObject([{ customer: { phone: ana.phone }, localId }]);
  });

  it("orders nowhere when the branch was not known yet", async () => {
    const { localId: _, ...whole } = newConversation();
    bench.bot.plays(orders(whole));

    expect(await bench.deliver(taps(whole, "confirm"))).toEqual(HANDLED);

    expect(bench.bot.asked().at(-1)?.["business"]).not.toHaveProperty("localId");
    expect(bench.sentTo(whole)).toEqual(["It is refused"]);
  });
});
