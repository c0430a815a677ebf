import { GetItemCommand, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TableThrottledError } from "../../functions/aws/batches.ts";
import { fromItem, toItem } from "../../functions/aws/items.ts";
import { markApplied, newSession, type Session } from "../../functions/sessions/session.ts";
import {
  createSessionsTable,
  markKey,
  type SessionsTable,
  SessionTakenOverError,
} from "../../functions/sessions/sessions-table.ts";
import { SESSIONS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { stingyDynamoDB } from "./stingy-dynamodb.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const DAY = 24 * 60 * 60 * 1000;
/** The revision of a session that is made now. */
const FIRST = NOW / 1000;

let tables: Tables;

beforeAll(async () => {
  tables = await startTables([SESSIONS_TABLE]);
});

afterAll(() => tables.stop());

function table(client = tables.client): SessionsTable {
  return createSessionsTable(client, SESSIONS_TABLE.name, () => NOW);
}

async function load(pk: string): Promise<Session | undefined> {
  return (await table().load([pk], [])).sessions.get(pk);
}

/** Those of the events that are marked as applied at the business. */
async function appliedAt(subDomain: string, ...events: string[]): Promise<string[]> {
  const keys = events.map((event) => ({ subDomain, event }));
  const { applied } = await table().load([], keys);
  return keys.filter((key) => applied.has(markKey(key))).map(({ event }) => event);
}

/** Days until DynamoDB may delete the item. */
async function lifeOf(pk: string): Promise<number> {
  const { Item: item = {} } = await tables.client.send(
    new GetItemCommand({ TableName: SESSIONS_TABLE.name, Key: toItem({ pk }) }),
  );
  return (Number(fromItem(item)["expiresAt"]) * 1000 - NOW) / DAY;
}

/** A session with something in every field. */
function fullSession(pk: string): Session {
  return {
    ...newSession(pk),
    sessionId: "bot1_51999999999_1772366400000_k3j9",
    phone: "+51999999999",
    userId: "PE.1",
    sessionExpiresAt: NOW + DAY,
    history: ["digest 1", "~digest 2"],
    recent: ["event 1", "event 2"],
    recentAt: [NOW / 1000],
    unsettled: [
      { event: "event 3", sessionId: "session", proof: { kind: "message", digest: "digest 3" }, at: NOW },
      {
        event: "event 4",
        sessionId: "session",
        proof: { kind: "order", orderId: "A-7" },
        at: NOW,
        answered: true,
      },
    ],
    unprovable: ["event 0"],
    head: { event: "event 3", attempts: 2, since: NOW, stuckSince: NOW - DAY },
    stateAt: "2026-03-01T11:59:00.000Z",
  };
}

describe("a session", () => {
  it("is not there until it is saved, and is then read back as it was", async () => {
    expect(await load("la-brasa#ana")).toBeUndefined();
    const session = fullSession("la-brasa#ana");

    await table().save(session);

    expect(await load("la-brasa#ana")).toEqual({ ...fullSession("la-brasa#ana"), revision: FIRST });
    expect(session.revision).toBe(FIRST);
  });

  it("can be saved again and again by the one who holds it", async () => {
    const session = newSession("la-brasa#again");
    await table().save(session);
    session.recent = ["event 1"];
    await table().save(session);
    session.recent = ["event 1", "event 2"];
    await table().complete(session, "la-brasa", []);
    session.phone = "+51999999999";
    await table().save(session);

    expect(await load("la-brasa#again")).toMatchObject({
      revision: FIRST + 3,
      recent: ["event 1", "event 2"],
      phone: "+51999999999",
    });
  });

  it("loses the fields that were taken away", async () => {
    const session = fullSession("la-brasa#less");
    await table().save(session);
    delete session.head;
    delete session.sessionId;
    await table().save(session);

    const stored = await load("la-brasa#less");
    expect(stored).not.toHaveProperty("head");
    expect(stored).not.toHaveProperty("sessionId");
  });

  it("of an earlier release, which kept less, is read as one of today", async () => {
    const { unprovable: _, recentAt: __, ...earlier } = fullSession("la-brasa#earlier");
    // What is stored need not be what today's type says.
    await table().save(earlier as Session);

    expect(await load("la-brasa#earlier")).toMatchObject({ unprovable: [], recentAt: [] });
  });

  it("that this version cannot read is told apart from one that is not there, and costs no neighbour", async () => {
    await table().save(newSession("la-brasa#readable"));
    // What is stored need not be what today's type says.
    await table().save({ ...newSession("la-brasa#odd"), recent: "odd" } as unknown as Session);

    const loaded = await table().load(["la-brasa#readable", "la-brasa#odd", "la-brasa#none"], []);

    expect([...loaded.sessions.keys()]).toEqual(["la-brasa#readable"]);
    expect([...loaded.unreadable]).toEqual(["la-brasa#odd"]);
  });

  it("outlives every copy of its events", async () => {
    await table().save(newSession("la-brasa#life"));
    expect(await lifeOf("la-brasa#life")).toBe(30);
  });
});

describe("two writers of one session", () => {
  it("cannot both create it", async () => {
    await table().save({ ...newSession("la-brasa#created"), recent: ["first"] });

    const second = { ...newSession("la-brasa#created"), recent: ["second"] };
    await expect(table().save(second)).rejects.toThrow(SessionTakenOverError);

    expect(await load("la-brasa#created")).toMatchObject({ recent: ["first"] });
    expect(second.revision).toBe(0);
  });

  it("cannot both write on top of the same state", async () => {
    await table().save(newSession("la-brasa#fenced"));
    const [mine, theirs] = [await load("la-brasa#fenced"), await load("la-brasa#fenced")];
    if (!mine || !theirs) throw new Error("not stored");

    await table().save(Object.assign(theirs, { recent: ["theirs"] }));
    await expect(table().save(Object.assign(mine, { recent: ["mine"] }))).rejects.toThrow(
      SessionTakenOverError,
    );

    expect(await load("la-brasa#fenced")).toMatchObject({ recent: ["theirs"], revision: FIRST + 1 });
  });

  it("cannot complete a batch on top of what the other has written down since", async () => {
    await table().save(newSession("la-brasa#completed"));
    const [mine, theirs] = [await load("la-brasa#completed"), await load("la-brasa#completed")];
    if (!mine || !theirs) throw new Error("not stored");
    const { unsettled } = fullSession("la-brasa#completed");

    await table().save(Object.assign(theirs, { unsettled }));
    const completing = table().complete(mine, "la-brasa", ["applied by me"]);

    await expect(completing).rejects.toThrow(SessionTakenOverError);
    expect(await load("la-brasa#completed")).toMatchObject({ unsettled, revision: FIRST + 1 });
    // It was applied, whoever writes the session now.
    expect(await appliedAt("la-brasa", "applied by me")).toEqual(["applied by me"]);
  });
});

describe("applied events", () => {
  it("are marked together with the session", async () => {
    const session = newSession("la-brasa#marks");
    await table().complete(session, "la-brasa", ["mark 1", "mark 2"]);

    expect(await appliedAt("la-brasa", "mark 1", "mark 2", "mark 3")).toEqual(["mark 1", "mark 2"]);
    expect(await load("la-brasa#marks")).toMatchObject({ revision: FIRST });
    expect(session.revision).toBe(FIRST);
  });

  it("may be more than DynamoDB takes in one request", async () => {
    const events = Array.from({ length: 30 }, (_, index) => `many ${index}`);
    await table().complete(newSession("la-brasa#many"), "la-brasa", events);

    expect(await appliedAt("la-brasa", ...events)).toEqual(events);
  });

  it("are another business's affair there", async () => {
    await table().complete(newSession("la-brasa#theirs"), "la-brasa", ["shared"]);
    expect(await appliedAt("el-rocoto", "shared")).toEqual([]);
  });

  it("are remembered for longer than a dead letter lives", async () => {
    await table().complete(newSession("la-brasa#mark-life"), "la-brasa", ["old"]);
    expect(await lifeOf(markKey({ subDomain: "la-brasa", event: "old" }))).toBe(15);
  });
});

describe("the watermark of a session", () => {
  const names = Array.from({ length: 41 }, (_, index) => `e${index}`);

  function withApplied(pk: string, events: readonly string[]): Session {
    const session = newSession(pk);
    for (const event of events) markApplied(session, event, NOW);
    return session;
  }

  it("costs no request as long as it is not full", async () => {
    const stingy = stingyDynamoDB(tables.client, 100);

    await table(stingy.client).complete(withApplied("leave#none", names.slice(0, 40)), "leave-none", []);

    expect(stingy.writes).toEqual([]);
    expect((await load("leave#none"))?.recent).toHaveLength(40);
  });

  it("has its oldest 25 marked in one request when it is full, and forgets them then", async () => {
    const stingy = stingyDynamoDB(tables.client, 100);

    await table(stingy.client).complete(withApplied("leave#full", names), "leave-full", []);

    expect(stingy.writes).toHaveLength(1);
    expect(await appliedAt("leave-full", ...names)).toEqual(names.slice(0, 25));
    expect(await load("leave#full")).toMatchObject({
      recent: names.slice(25),
      recentAt: names.slice(25).map(() => NOW / 1000),
    });
  });

  it("forgets nothing that could not be marked, and says so", async () => {
    const stingy = stingyDynamoDB(tables.client, 0);

    const completing = table(stingy.client).complete(withApplied("leave#failed", names), "leave-failed", []);

    await expect(completing).rejects.toThrow(TableThrottledError);
    expect(await load("leave#failed")).toMatchObject({ recent: names });
  });
});

describe("a batch", () => {
  it("is loaded in one request: sessions and marks together, each once", async () => {
    const stingy = stingyDynamoDB(tables.client, 100);
    await table().complete(newSession("one-request#ana"), "one-request", ["first"]);

    const loaded = await table(stingy.client).load(
      ["one-request#ana", "one-request#beto"],
      [
        { subDomain: "one-request", event: "first" },
        { subDomain: "one-request", event: "first" },
        { subDomain: "one-request", event: "second" },
      ],
    );

    expect([...loaded.sessions.keys()]).toEqual(["one-request#ana"]);
    expect([...loaded.applied]).toEqual(["one-request#event#first"]);
    const requests = stingy.reads.map(({ RequestItems }) => RequestItems?.[SESSIONS_TABLE.name]);
    expect(requests.map((request) => request?.Keys?.length)).toEqual([4]);
    expect(requests[0]?.ConsistentRead).toBe(true);
  });

  it("may be larger than DynamoDB takes in one request", async () => {
    const keys = Array.from({ length: 120 }, (_, index) => `large#${index}`);
    await Promise.all(keys.map((key) => table().save(newSession(key))));

    const { sessions } = await table().load(keys, [{ subDomain: "large", event: "none" }]);

    expect([...sessions.keys()].sort()).toEqual([...keys].sort());
  });

  it("of nothing asks DynamoDB for nothing", async () => {
    const stingy = stingyDynamoDB(tables.client, 100);

    const loaded = await table(stingy.client).load([], []);

    expect(loaded).toEqual({
      sessions: new Map(),
      unreadable: new Set(),
      applied: new Set(),
      holders: new Map(),
      aside: new Map(),
    });
    expect(stingy.reads).toEqual([]);
  });
});

describe("what DynamoDB leaves unprocessed", () => {
  const events = ["a", "b", "c", "d"].map((event) => ({ subDomain: "partly", event }));

  it("is written by asking again", async () => {
    const stingy = stingyDynamoDB(tables.client, 1);

    await table(stingy.client).complete(newSession("partly#written"), "partly", ["a", "b", "c", "d"]);

    expect(await appliedAt("partly", "a", "b", "c", "d")).toEqual(["a", "b", "c", "d"]);
    expect(await load("partly#written")).toMatchObject({ revision: FIRST });
  });

  it("is read by asking again", async () => {
    await table().complete(newSession("partly#read"), "partly", ["a", "b", "c", "d"]);
    const stingy = stingyDynamoDB(tables.client, 1);

    const { sessions, applied } = await table(stingy.client).load(["partly#read"], events);

    expect([...sessions.keys()]).toEqual(["partly#read"]);
    expect([...applied]).toEqual(events.map(markKey));
  });

  it("fails the read after five attempts: an unread mark must not pass for an event that was never applied", async () => {
    const stingy = stingyDynamoDB(tables.client, 0);

    await expect(table(stingy.client).load(["partly#never"], events)).rejects.toThrow(TableThrottledError);
    expect(stingy.reads).toHaveLength(5);
  });

  it("fails the completion after five attempts", async () => {
    const stingy = stingyDynamoDB(tables.client, 0);

    const completing = table(stingy.client).complete(newSession("partly#unwritten"), "partly", [
      "a",
      "b",
      "c",
      "d",
    ]);

    await expect(completing).rejects.toThrow(TableThrottledError);
    expect(stingy.writes).toHaveLength(5);
  });
});

describe("a table that is not there", () => {
  it.each([
    ["load", (sessions: SessionsTable) => sessions.load(["a"], [])],
    ["save", (sessions: SessionsTable) => sessions.save(newSession("a"))],
    ["completion", (sessions: SessionsTable) => sessions.complete(newSession("a"), "a", ["b"])],
  ])("fails a %s with DynamoDB's own error", async (_, act) => {
    await expect(act(createSessionsTable(tables.client, "no-such-table"))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });
});
