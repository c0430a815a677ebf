import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IdentityStore } from "../../functions/identities/identities-table.ts";
import type { Person } from "../../functions/identities/person.ts";
import type { IdentityRequest } from "../../functions/identities/plan-identities.ts";
import {
  IdentityContentionError,
  resolveConversations,
} from "../../functions/identities/resolve-conversations.ts";
import { memoryIdentities } from "./memory-identities.ts";
import { BRANCH, keysOf, request } from "./people-arbitraries.ts";

const PHONE = { phone: "+51999999999" };
const USER = { userId: "PE.1" };
const BOTH = { ...PHONE, ...USER };

const asks = (person: Person, becomes?: Person): IdentityRequest => ({ branch: BRANCH, person, becomes });

const find = async (requests: readonly IdentityRequest[], store: IdentityStore) =>
  (await resolveConversations(requests, store)).found.map(({ key }) => key);

describe("finding conversations", () => {
  it("asks the store for nothing when nobody is to be found", async () => {
    const untouchable: IdentityStore = {
      read: () => Promise.reject(new Error("read")),
      tie: () => Promise.reject(new Error("tie")),
    };
    expect(await resolveConversations([], untouchable)).toEqual({ found: [], merged: 0 });
  });

  it("reads once, and writes nothing about people who are known", async () => {
    const store = memoryIdentities();
    await find([asks(BOTH)], store);
    let reads = 0;
    const watched: IdentityStore = {
      read: (keys) => {
        reads += 1;
        return store.read(keys);
      },
      tie: () => Promise.reject(new Error("tie")),
    };

    expect(await find([asks(BOTH), asks(PHONE), asks(BOTH)], watched)).toEqual(["PE.1", "PE.1", "PE.1"]);
    expect(reads).toBe(1);
  });

  it("counts the identifiers that move from one conversation to another", async () => {
    const store = memoryIdentities();

    expect((await resolveConversations([asks(PHONE), asks(USER)], store)).merged).toBe(0);
    expect((await resolveConversations([asks(BOTH)], store)).merged).toBe(1);
    expect((await resolveConversations([asks(BOTH)], store)).merged).toBe(0);
  });

  it("ends as if the requests of a webhook had come one by one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(request, { maxLength: 6 }), async (races, requests) => {
        const oneByOne = memoryIdentities();
        const expected: string[] = [];
        for (const single of requests) expected.push(...(await find([single], oneByOne)));

        const atOnce = memoryIdentities(() => races.schedule(Promise.resolve()));
        const found = await races.waitFor(find(requests, atOnce));

        expect(found).toEqual(expected);
        expect(atOnce.items).toEqual(oneByOne.items);
      }),
    );
  });

  it("leaves every identifier of the last request in one conversation, whatever came before", async () => {
    const webhooks = fc.array(fc.array(request, { minLength: 1, maxLength: 4 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(webhooks, async (requests) => {
        const store = memoryIdentities();
        let found: readonly string[] = [];
        for (const webhook of requests) found = await find(webhook, store);

        const conversations = store.conversations();
        const last = (requests.at(-1) ?? []).slice(-1).flatMap(keysOf);
        expect(new Set(last.map((key) => conversations.get(key)))).toEqual(new Set(found.slice(-1)));
      }),
    );
  });
});

describe("two webhooks at once", () => {
  it.each<[string, Person, Person]>([
    ["the number alone and both", PHONE, BOTH],
    ["the BSUID alone and both", USER, BOTH],
    ["both twice", BOTH, BOTH],
    ["one BSUID with two numbers", BOTH, { ...USER, phone: "+51988888888" }],
  ])("that show %s put a new person in one conversation, whoever is faster", async (_, one, other) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (races) => {
        const store = memoryIdentities(() => races.schedule(Promise.resolve()));

        const [[first], [second]] = await races.waitFor(
          Promise.all([find([asks(one)], store), find([asks(other)], store)]),
        );

        expect(first).toBe(second);
        expect(new Set(store.conversations().values())).toEqual(new Set([first]));
      }),
    );
  });

  it("that show one number with two BSUIDs keep two people apart, whoever is faster", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (races) => {
        const store = memoryIdentities(() => races.schedule(Promise.resolve()));
        const people = [BOTH, { ...PHONE, userId: "PE.2" }];

        const found = await races.waitFor(Promise.all(people.map((person) => find([asks(person)], store))));

        expect(found).toEqual([["PE.1"], ["PE.2"]]);
      }),
    );
  });

  it("put one person's messages in one conversation, although one of them knows the number first", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (races) => {
        const store = memoryIdentities(() => races.schedule(Promise.resolve()));

        const found = await races.waitFor(
          Promise.all([
            find([asks(PHONE), asks(BOTH), asks(PHONE)], store),
            find([asks(BOTH), asks(USER)], store),
          ]),
        );

        expect(new Set(found.flat()).size).toBe(1);
      }),
    );
  });

  it("never tie an announced id to a conversation that its owner has just lost to the other", async () => {
    const elder = { phone: "+51988888888" };
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (races) => {
        const store = memoryIdentities(() => races.schedule(Promise.resolve()));
        await races.waitFor(find([asks(elder)], store));

        const [found] = await races.waitFor(
          Promise.all([
            find([asks(USER), asks(USER, { userId: "PE.2" })], store),
            find([asks({ ...elder, ...USER })], store),
          ]),
        );

        expect(new Set(found).size).toBe(1);
        expect(new Set(store.conversations().values()).size).toBe(1);
      }),
    );
  });

  it("that show the two ids apart are brought together by the next that shows both", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (races) => {
        const store = memoryIdentities(() => races.schedule(Promise.resolve()));
        await races.waitFor(Promise.all([PHONE, USER].map((person) => find([asks(person)], store))));

        const [found] = await races.waitFor(find([asks(BOTH)], store));

        expect(new Set(store.conversations().values())).toEqual(new Set([found]));
      }),
    );
  });

  it("end in an error, not in a loop, when somebody else is faster every time", async () => {
    let others = 0;
    const store: IdentityStore = {
      read: async () => new Map(),
      tie: async () => ({ conversation: `somebody's ${++others}` }),
    };
    const chain = Array.from({ length: 6 }, (_, index) =>
      asks({ userId: `PE.${index}` }, { userId: `PE.${index + 1}` }),
    );

    await expect(find(chain, store)).rejects.toThrow(IdentityContentionError);
  });

  it("end in the store's own error when the store fails", async () => {
    const store = { ...memoryIdentities(), tie: () => Promise.reject(new Error("throttled")) };
    await expect(find([asks(BOTH), asks(USER)], store)).rejects.toThrow("throttled");
  });
});
