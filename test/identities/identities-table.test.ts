import { GetItemCommand, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TableThrottledError } from "../../functions/aws/batches.ts";
import { fromItem, toItem } from "../../functions/aws/items.ts";
import {
  createIdentitiesTable,
  type Identity,
  type IdentityStore,
} from "../../functions/identities/identities-table.ts";
import { resolveConversations } from "../../functions/identities/resolve-conversations.ts";
import { IDENTITIES_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { stingyDynamoDB } from "../sessions/stingy-dynamodb.ts";

const START = Date.parse("2026-03-01T12:00:00Z");
const DAY = 24 * 60 * 60 * 1000;

const A: Identity = { conversation: "A" };
const B: Identity = { conversation: "B" };

let tables: Tables;

beforeAll(async () => {
  tables = await startTables([IDENTITIES_TABLE]);
});

afterAll(() => tables.stop());

/** @param now epoch milliseconds */
function store(client = tables.client, now = START): IdentityStore {
  return createIdentitiesTable(client, IDENTITIES_TABLE.name, () => now);
}

async function conversationOf(key: string): Promise<string | undefined> {
  return (await store().read([key])).get(key)?.conversation;
}

/** Days from the start of time until DynamoDB may delete the item. */
async function expiryOf(pk: string): Promise<number> {
  const { Item: item = {} } = await tables.client.send(
    new GetItemCommand({ TableName: IDENTITIES_TABLE.name, Key: toItem({ pk }), ConsistentRead: true }),
  );
  return (Number(fromItem(item)["expiresAt"]) * 1000 - START) / DAY;
}

describe("an identifier", () => {
  it("belongs to nobody until it is tied", async () => {
    expect(await store().read(["new#a", "new#b"])).toEqual(new Map());

    expect(await store().tie("new#a", A, undefined)).toMatchObject(A);

    expect(await store().read(["new#a", "new#b"])).toEqual(new Map([["new#a", A]]));
  });

  it("remembers the BSUID that a phone number was seen with", async () => {
    await store().tie("seen#+51999999999", { conversation: "A", userId: "PE.1" }, undefined);

    expect(await store().read(["seen#+51999999999"])).toEqual(
      new Map([["seen#+51999999999", { conversation: "A", userId: "PE.1" }]]),
    );
  });

  it("stays with who tied it first, and who was slower is told", async () => {
    await store().tie("slow#a", A, undefined);

    expect(await store().tie("slow#a", B, undefined)).toMatchObject(A);
    expect(await conversationOf("slow#a")).toBe("A");
  });

  it("has one winner when many tie it at once, and everybody hears the same name", async () => {
    const names = Array.from({ length: 8 }, (_, index) => ({ conversation: `contender ${index}` }));

    const now = await Promise.all(names.map((identity) => store().tie("race#a", identity, undefined)));

    expect(new Set(now.map(({ conversation }) => conversation)).size).toBe(1);
    expect(await conversationOf("race#a")).toBe(now[0]?.conversation);
  });

  it("moves to another conversation if it is still where it was", async () => {
    await store().tie("move#a", A, undefined);

    expect(await store().tie("move#a", B, A)).toMatchObject(B);
    expect(await store().tie("move#a", { conversation: "C" }, A)).toMatchObject(B);
    expect(await conversationOf("move#a")).toBe("B");
  });

  it("remembers where it was, moves on from there, and keeps that when it is renewed", async () => {
    const [inB, inC] = [
      { conversation: "B", formerly: ["A"] },
      { conversation: "C", formerly: ["A", "B"] },
    ];
    await store().tie("formerly#a", A, undefined);
    expect(await store().tie("formerly#a", inB, A)).toMatchObject(inB);
    expect(await store().tie("formerly#a", inC, inB)).toMatchObject(inC);
    expect(await store().read(["formerly#a"])).toEqual(new Map([["formerly#a", inC]]));

    const later = store(tables.client, START + 61 * DAY);
    expect(await later.read(["formerly#a"])).toEqual(new Map([["formerly#a", inC]]));
    expect(await expiryOf("formerly#a")).toBe(151);
  });

  it("does not move on from where it is once more, with another history", async () => {
    const back = { conversation: "A", formerly: ["B"] };
    await store().tie("back#a", A, undefined);
    await store().tie("back#a", { conversation: "B", formerly: ["A"] }, A);
    await store().tie("back#a", back, { conversation: "B", formerly: ["A"] });

    const moved = await store().tie("back#a", { conversation: "C", formerly: ["A"] }, A);
    expect(moved).toMatchObject(back);
  });

  it("is tied although it has been deleted since it was read", async () => {
    expect(await store().tie("deleted#a", B, A)).toMatchObject(B);
    expect(await conversationOf("deleted#a")).toBe("B");
  });

  it("lives ninety days, and is renewed by a reader once less than thirty are left", async () => {
    const identity = { conversation: "A", userId: "PE.1" };
    await store().tie("renewal#a", identity, undefined);
    expect(await expiryOf("renewal#a")).toBe(90);

    await store(tables.client, START + 60 * DAY).read(["renewal#a"]);
    expect(await expiryOf("renewal#a")).toBe(90);

    const found = await store(tables.client, START + 61 * DAY).read(["renewal#a"]);
    expect(found).toEqual(new Map([["renewal#a", identity]]));
    expect(await expiryOf("renewal#a")).toBe(151);
    expect(await store(tables.client, START + 61 * DAY).read(["renewal#a"])).toEqual(found);
  });
});

describe("reading identifiers", () => {
  it("finds more than DynamoDB takes in one request, each once", async () => {
    const keys = Array.from({ length: 130 }, (_, index) => `many#${index}`);
    await Promise.all(keys.map((key) => store().tie(key, { conversation: key }, undefined)));

    const found = await store().read([...keys, ...keys]);

    expect(found).toEqual(new Map(keys.map((key) => [key, { conversation: key }])));
  });

  it("asks again for what DynamoDB left out, strongly consistent each time", async () => {
    const keys = ["partly#a", "partly#b", "partly#c"];
    await Promise.all(keys.map((key) => store().tie(key, A, undefined)));
    const stingy = stingyDynamoDB(tables.client, 1);

    const found = await store(stingy.client).read(keys);

    expect(found).toEqual(new Map(keys.map((key) => [key, A])));
    const requests = stingy.reads.map(({ RequestItems }) => RequestItems?.[IDENTITIES_TABLE.name]);
    expect(requests.map((request) => request?.Keys?.length)).toEqual([3, 2, 1]);
    expect(requests.every((request) => request?.ConsistentRead)).toBe(true);
  });

  it("gives up, and does not call unread identifiers unknown, when DynamoDB goes on leaving them out", async () => {
    const stingy = stingyDynamoDB(tables.client, 0);

    await expect(store(stingy.client).read(["never#a"])).rejects.toThrow(TableThrottledError);
  });

  it("asks DynamoDB for nothing when there is nothing to read", async () => {
    const stingy = stingyDynamoDB(tables.client, 1);

    expect(await store(stingy.client).read([])).toEqual(new Map());
    expect(stingy.reads).toEqual([]);
  });
});

describe("a table that is not there", () => {
  it.each([
    ["read", (identities: IdentityStore) => identities.read(["a"])],
    ["tie", (identities: IdentityStore) => identities.tie("a", A, undefined)],
  ])("fails a %s with DynamoDB's own error", async (_, act) => {
    await expect(act(createIdentitiesTable(tables.client, "no-such-table"))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });
});

describe("conversations in the table", () => {
  const PHONE = { phone: "+51999999999" };
  const USER = { userId: "PE.1" };

  async function find(...requests: Parameters<typeof resolveConversations>[0]) {
    return (await resolveConversations(requests, store())).found.map(({ key }) => key);
  }

  it("are found again by the number, by the BSUID, and by the ids that a change announced", async () => {
    const branch = "found-again";

    expect(await find({ branch, person: PHONE })).toEqual(["+51999999999"]);
    expect(await find({ branch, person: { ...PHONE, ...USER } })).toEqual(["+51999999999"]);
    expect(await find({ branch, person: USER, becomes: { userId: "PE.2" } })).toEqual(["+51999999999"]);
    expect(
      await find(
        { branch, person: { userId: "PE.2" } },
        { branch, person: USER },
        { branch: "elsewhere", person: USER },
      ),
    ).toEqual(["+51999999999", "+51999999999", "PE.1"]);
  });

  it("are the same for every one of many Lambdas that meet a new person at once", async () => {
    const branch = "at-once";
    const sightings = [PHONE, { ...PHONE, ...USER }, PHONE, { ...PHONE, ...USER }];

    const found = (await Promise.all(sightings.map((person) => find({ branch, person })))).flat();

    expect(new Set(found).size).toBe(1);
    expect(await conversationOf(`${branch}#+51999999999`)).toBe(found[0]);
    expect(await conversationOf(`${branch}#PE.1`)).toBe(found[0]);
  });
});
