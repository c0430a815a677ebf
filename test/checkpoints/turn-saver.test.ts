import { randomUUID } from "node:crypto";
import { type Checkpoint, emptyCheckpoint, uuid6 } from "@langchain/langgraph-checkpoint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DynamoDbSaver } from "../../functions/checkpoints/dynamodb-saver.ts";
import { type CheckpointCache, TurnSaver } from "../../functions/checkpoints/turn-saver.ts";
import { LruCache } from "../../functions/collections/lru-cache.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";

const METADATA = { source: "loop", step: 1, parents: {} } as const;

let tables: Tables;
beforeAll(async () => {
  tables = await startTables([CHECKPOINTS_TABLE]);
});
afterAll(() => tables.stop());

/** A process: its turns share what it remembers. */
function newProcess(size = 10) {
  const cache: CheckpointCache = new LruCache(size);
  return () => new TurnSaver(tables.client, CHECKPOINTS_TABLE.name, cache);
}

const stored = () => new DynamoDbSaver(tables.client, CHECKPOINTS_TABLE.name);

let step = 0;
function holding(value: unknown): Checkpoint {
  step += 1;
  return { ...emptyCheckpoint(), id: uuid6(step), channel_values: { value }, channel_versions: { value: 1 } };
}

const at = (thread_id: string, checkpoint_id?: string) => ({
  configurable: { thread_id, checkpoint_ns: "", ...(checkpoint_id !== undefined && { checkpoint_id }) },
});

async function requests(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const name = `count-${randomUUID()}`;
  tables.client.middlewareStack.add(
    (next) => async (args) => {
      count += 1;
      return await next(args);
    },
    { name, step: "initialize" },
  );
  await work();
  tables.client.middlewareStack.remove(name);
  return count;
}

/** What LangGraph does with a turn: the named checkpoint, the latest, and one write. */
async function takeTurn(saver: TurnSaver, thread: string, named: string | undefined, value: unknown) {
  const before = named === undefined ? undefined : await saver.getTuple(at(thread, named));
  const latest = await saver.getTuple(at(thread));
  const checkpoint = holding(value);
  await saver.put(at(thread, before?.checkpoint.id), checkpoint, METADATA, { value: 1 });
  return { before, latest, id: checkpoint.id };
}

describe("the saver of a turn", () => {
  it("asks for nothing that its process has written, and once for anything else", async () => {
    const thread = randomUUID();
    const warm = newProcess();
    const { id } = await takeTurn(warm(), thread, undefined, "first");

    expect(await requests(() => takeTurn(warm(), thread, id, "second"))).toBe(1);
    const cold = newProcess();
    expect(await requests(() => takeTurn(cold(), thread, id, "second"))).toBe(2);
    expect(await requests(() => takeTurn(cold(), thread, id, "third"))).toBe(1);
  });

  it("shows what is stored, whether it remembers it or not", async () => {
    const thread = randomUUID();
    const warm = newProcess();
    const first = await takeTurn(warm(), thread, undefined, { cart: ["lomo"], at: new Date(0) });
    const second = await takeTurn(warm(), thread, first.id, { cart: ["lomo", "chicha"] });

    for (const { id } of [first, second]) {
      const name = at(thread, id);
      expect(await warm().getTuple(name)).toEqual(await stored().getTuple(name));
    }
  });

  it("takes the named checkpoint for the latest, and nobody's fork", async () => {
    const thread = randomUUID();
    const warm = newProcess();
    const { id } = await takeTurn(warm(), thread, undefined, "committed");
    await takeTurn(warm(), thread, id, "never committed");

    const { before, latest } = await takeTurn(warm(), thread, id, "again");
    expect(before?.checkpoint.channel_values).toEqual({ value: "committed" });
    expect(latest).toEqual(before);
    expect((await takeTurn(warm(), thread, undefined, "anew")).latest).toBeUndefined();
  });

  it("gives out copies: what a turn does to its state stays with it", async () => {
    const thread = randomUUID();
    const warm = newProcess();
    const { id } = await takeTurn(warm(), thread, undefined, { cart: ["lomo"] });
    const tuple = await warm().getTuple(at(thread, id));
    Object.assign(tuple?.checkpoint.channel_values ?? {}, { value: "changed" });

    expect((await warm().getTuple(at(thread, id)))?.checkpoint.channel_values).toEqual({
      value: { cart: ["lomo"] },
    });
  });

  it("reads again when something was written to a checkpoint, and when threads are deleted", async () => {
    const thread = randomUUID();
    const warm = newProcess();
    const { id } = await takeTurn(warm(), thread, undefined, "first");
    await warm().putWrites(at(thread, id), [["value", "pending"]], "task");
    expect((await warm().getTuple(at(thread, id)))?.pendingWrites).toEqual([["task", "value", "pending"]]);

    await warm().deleteThread(thread);
    expect(await warm().getTuple(at(thread, id))).toBeUndefined();
  });

  it("forgets what has not been used for longest", async () => {
    const thread = randomUUID();
    const small = newProcess(2);
    const ids: string[] = [];
    for (const value of ["a", "b"]) ids.push((await takeTurn(small(), thread, undefined, value)).id);
    const [a = "", b = ""] = ids;
    await small().getTuple(at(thread, a));
    await takeTurn(small(), thread, undefined, "c");

    expect(await requests(() => small().getTuple(at(thread, a)))).toBe(0);
    expect(await requests(() => small().getTuple(at(thread, b)))).toBe(1);
  });
});
