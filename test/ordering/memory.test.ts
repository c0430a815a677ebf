import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { AgentFailedError, AgentUnavailableError } from "../../functions/agents/errors.ts";
import { RestaurantRefusedError, RestaurantUnavailableError } from "../../functions/restaurant/errors.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { Chat, say } from "./support/chat.ts";
import { createMemoryRestaurant, type MemoryRestaurant } from "./support/memory-catalogue.ts";
import { readAll } from "./support/read-all.ts";

let tables: Tables;
let restaurant: MemoryRestaurant;
let chat: Chat;

beforeAll(async () => {
  tables = await startTables([CHECKPOINTS_TABLE]);
});
afterAll(async () => await tables.stop());
beforeEach(() => {
  restaurant = createMemoryRestaurant();
  chat = new Chat({ tables, restaurant });
});

it("answers a repeated turn as it did the first time, whatever the first time left behind", async () => {
  await chat.says("2 limonadas");
  const request = chat.request([say("3 limonadas")]);
  const first = await chat.agent.answer(request);
  const second = await chat.agent.answer(request);
  expect({ ...second, memory: "" }).toEqual({ ...first, memory: "" });
  expect(second.memory).not.toBe(first.memory);

  chat.memory = second.memory;
  await chat.says("carrito");
  expect(chat.context["orderTotal"]).toBe(5 * 9.5);
});

it("begins anew when nothing was committed, even after a first turn that was answered and lost", async () => {
  await chat.agent.answer(chat.request([say("2 limonadas")]));
  await chat.says("carrito");
  expect(chat.text).toContain("está vacío");
});

it("begins anew when its memory has expired, and is not led astray by one that is none", async () => {
  for (const memory of ["1f049b48-0000-6000-8000-000000000000", "not a checkpoint", "1 OR 1=1"]) {
    await chat.says("2 limonadas");
    chat.memory = memory;
    await chat.says("carrito");
    expect(chat.text).toContain("está vacío");
  }
});

it("does not find another conversation's memory", async () => {
  await chat.says("2 limonadas");
  const other = new Chat({ tables, restaurant });
  other.memory = chat.memory;
  await other.says("carrito");
  expect(other.text).toContain("está vacío");
});

it("comes to the same when an order's outcome is told to the memory of the turn before", async () => {
  await chat.says("2 limonadas");
  await chat.taps("Pedir");
  await chat.taps("Recojo en local");
  await chat.taps("Efectivo");
  const outcome = { status: "placed", orderId: "o-1", orderNumber: "LT-9" } as const;
  const answer = await chat.agent.answer(chat.request([], { orderOutcome: outcome }));
  expect(answer.state?.context).toMatchObject({ selectedItems: [], currentOrderId: "o-1" });
});

it("says by type whether a turn that a restaurant's failure stopped is worth another try", async () => {
  restaurant.failure = new RestaurantUnavailableError("down", { outcome: "unknown" });
  await expect(chat.says("menu")).rejects.toThrow(AgentUnavailableError);
  restaurant.failure = new RestaurantRefusedError("no such restaurant", { outcome: "refused" });
  await expect(chat.says("menu")).rejects.toThrow(AgentFailedError);
  restaurant.failure = undefined;
  await chat.says("menu");
  expect(chat.titles).toContain("Pizzas");
});

it.each(["PutItemCommand", "QueryCommand"])(
  "gives no answer that it could not remember: %s fails",
  async (command) => {
    await chat.says("2 limonadas");
    const { middlewareStack } = tables.client;
    middlewareStack.add(
      (next, context) => async (args) => {
        if (context["commandName"] === command) throw new Error("DynamoDB is down");
        return await next(args);
      },
      { name: "outage", step: "initialize" },
    );
    // In another process, which does not know the last turn by heart.
    const cold = new Chat({ tables, restaurant, conversation: chat.conversation });
    cold.memory = chat.memory;
    await expect(cold.says("3 limonadas")).rejects.toThrow(AgentUnavailableError);
    middlewareStack.remove("outage");
    await chat.says("carrito");
    expect(chat.context["orderTotal"]).toBe(19);
  },
);

it("keeps no phone number in a key", async () => {
  await chat.says("hola");
  for (const { pk, sk } of await readAll(tables)) {
    expect(`${pk?.S} ${sk?.S}`).not.toContain(chat.conversation.phone?.slice(1));
  }
});

it("takes one request to remember a turn, and no more to recall it after 500 turns than after 10", {
  timeout: 240_000,
}, async () => {
  // Words that compress badly, as those of people do.
  const noise = () => randomBytes(150).toString("base64");
  const turns = ["2 limonadas", "carrito", "menu", "una pizza", "cancelar", "", "", "vaciar carrito"];
  const sizes: number[] = [];
  const requests: number[] = [];
  for (let turn = 1; turn <= 500; turn++) {
    const before = sentTo(tables);
    await chat.says(turns[turn % turns.length] || noise());
    before.stop();
    requests.push(before.count());
    sizes.push(await sizeOf(tables, chat.memory ?? ""));
  }
  const around = (values: readonly number[], turn: number) => Math.max(...values.slice(turn - 8, turn));
  expect(around(sizes, 500)).toBeLessThanOrEqual(1.5 * around(sizes, 10));
  expect(around(sizes, 500)).toBeLessThan(8_000);
  expect(around(requests, 500)).toBeLessThanOrEqual(around(requests, 10));
  expect(around(requests, 500)).toBeLessThanOrEqual(3);
});

function sentTo({ client }: Tables) {
  let count = 0;
  const name = "count-requests";
  client.middlewareStack.add(
    (next) => async (args) => {
      count += 1;
      return await next(args);
    },
    { name, step: "initialize", override: true },
  );
  return { count: () => count, stop: () => client.middlewareStack.remove(name) };
}

/** Bytes of a checkpoint as it is stored. */
async function sizeOf(from: Tables, checkpointId: string): Promise<number> {
  const items = await readAll(from, chat.conversation);
  const own = items.filter(({ sk }) => sk?.S?.includes(checkpointId));
  expect(own).toHaveLength(1);
  return own[0]?.["body"]?.B?.length ?? 0;
}
