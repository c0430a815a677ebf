import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Identity } from "../../functions/identities/identities-table.ts";
import type { Person } from "../../functions/identities/person.ts";
import {
  type IdentityPlan,
  type IdentityRequest,
  planIdentities,
} from "../../functions/identities/plan-identities.ts";
import { BRANCH, keysOf, request } from "./people-arbitraries.ts";

const PHONE = { phone: "+51999999999" };
const USER = { userId: "PE.1" };
const NEW_PHONE = { phone: "+51988888888" };
const NEW_USER = { userId: "PE.2" };

const asks = (person: Person, becomes?: Person): IdentityRequest => ({ branch: BRANCH, person, becomes });

/** What is known: identifier, conversation, and the BSUID that a phone number was last seen with. */
function knowing(known: Readonly<Record<string, readonly [string, string?]>>): Map<string, Identity> {
  return new Map(
    Object.entries(known).map(([identifier, [conversation, userId]]) => [
      `${BRANCH}#${identifier}`,
      { conversation, userId },
    ]),
  );
}

/** "identifier: conversation", with the BSUID of a phone number in brackets. */
function tiesOf({ ties }: IdentityPlan): string[][] {
  return ties.map((ofRequest) =>
    ofRequest.map(({ key, identity: { conversation, userId } }) => {
      const seenWith = userId === undefined ? "" : ` (${userId})`;
      return `${key.slice(BRANCH.length + 1)}: ${conversation}${seenWith}`;
    }),
  );
}

function knownAfter(plan: IdentityPlan): Map<string, Identity> {
  return new Map(plan.ties.flat().map(({ key, identity }) => [key, identity]));
}

describe("somebody whom nobody knows", () => {
  it.each([
    ["phone number alone", PHONE, "+51999999999", ["+51999999999: +51999999999"]],
    ["BSUID alone", USER, "PE.1", ["PE.1: PE.1"]],
    ["phone number and BSUID", { ...PHONE, ...USER }, "PE.1", ["+51999999999: PE.1 (PE.1)", "PE.1: PE.1"]],
  ])("gets a conversation by %s, and the phone number is tied first", (_, person, key, ties) => {
    const plan = planIdentities([asks(person)], new Map());

    expect(plan.conversations).toEqual([key]);
    expect(tiesOf(plan)).toEqual([ties]);
  });
});

describe("somebody who is known", () => {
  it.each<[string, Record<string, readonly [string, string?]>, string[]]>([
    [
      "by phone number, and shows a BSUID now",
      { "+51999999999": ["A"] },
      ["+51999999999: A (PE.1)", "PE.1: A"],
    ],
    ["by BSUID, and shows a phone number now", { "PE.1": ["A"] }, ["+51999999999: A (PE.1)"]],
    ["by both", { "PE.1": ["A"], "+51999999999": ["A", "PE.1"] }, []],
    [
      "by both, apart: the BSUID's conversation goes on",
      { "PE.1": ["A"], "+51999999999": ["B"] },
      ["+51999999999: A (PE.1)"],
    ],
  ])("%s", (_, known, ties) => {
    const plan = planIdentities([asks({ ...PHONE, ...USER })], knowing(known));

    expect(plan.conversations).toEqual(["A"]);
    expect(tiesOf(plan)).toEqual([ties]);
  });

  it.each([PHONE, USER])("by both, and shows %j alone", (person) => {
    const known = knowing({ "PE.1": ["A"], "+51999999999": ["A", "PE.1"] });
    const plan = planIdentities([asks(person)], known);

    expect(plan.conversations).toEqual(["A"]);
    expect(tiesOf(plan)).toEqual([[]]);
  });

  it("is somebody else at another branch", () => {
    const elsewhere = { branch: "la-brasa:LOCAL-2", person: PHONE };
    expect(planIdentities([elsewhere], knowing({ "+51999999999": ["A"] })).conversations).toEqual([
      "+51999999999",
    ]);
  });
});

describe("a phone number that has been given to somebody else", () => {
  const known = knowing({ "PE.1": ["A"], "+51999999999": ["A", "PE.1"] });

  it("does not lead them to the conversation of who had it before", () => {
    const plan = planIdentities([asks({ ...PHONE, ...NEW_USER })], known);

    expect(plan.conversations).toEqual(["PE.2"]);
    expect(tiesOf(plan)).toEqual([["+51999999999: PE.2 (PE.2)", "PE.2: PE.2"]]);
  });

  it("leaves who had it before in their conversation", () => {
    const plan = planIdentities([asks({ ...PHONE, ...NEW_USER }), asks(USER)], known);
    expect(plan.conversations).toEqual(["PE.2", "A"]);
  });

  it("is still theirs when the change of BSUID was announced", () => {
    const plan = planIdentities([asks(USER, NEW_USER), asks({ ...PHONE, ...NEW_USER })], known);
    expect(plan.conversations).toEqual(["A", "A"]);
  });
});

describe("an identifier that moves to another conversation", () => {
  it("tells where it was, with this message and with each that follows", () => {
    const apart = knowing({ "+51999999999": ["A"], "PE.1": ["B"] });
    const plan = planIdentities([asks(USER), asks({ ...PHONE, ...USER }), asks(PHONE), asks(USER)], apart);

    expect(plan.conversations).toEqual(["B", "B", "B", "B"]);
    expect(plan.formerKeys).toEqual([[], ["A"], ["A"], []]);
    expect(knownAfter(plan).get(`${BRANCH}#+51999999999`)).toEqual({
      conversation: "B",
      userId: "PE.1",
      formerly: ["A"],
    });
  });

  it("remembers the last ten, each once, and not the one that it is in", () => {
    const known = new Map<string, Identity>();
    const places = [..."abcabcdefghijklmna"];
    for (const userId of places) {
      const plan = planIdentities([asks({ ...PHONE, userId })], known);
      for (const [key, identity] of knownAfter(plan)) known.set(key, identity);
    }

    expect(known.get(`${BRANCH}#+51999999999`)).toMatchObject({
      conversation: "a",
      formerly: [..."efghijklmn"],
    });
  });

  /** The promise that ADR 0020 rests on. */
  it("leads from wherever a message is published to wherever it was published before", () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 8 }), request, (between, message) => {
        const known = new Map<string, Identity>();
        const publish = (each: IdentityRequest) => {
          const plan = planIdentities([each], known);
          for (const [key, identity] of knownAfter(plan)) known.set(key, identity);
          return { key: plan.conversations[0], formerKeys: plan.formerKeys[0] ?? [] };
        };
        const first = publish(message);
        for (const each of between) publish(each);
        const again = publish(message);

        expect([again.key, ...again.formerKeys]).toContain(first.key);
      }),
    );
  });
});

describe("an announced change", () => {
  it("of the phone number brings the new one into the conversation", () => {
    const plan = planIdentities([asks(PHONE, NEW_PHONE)], knowing({ "+51999999999": ["A"] }));

    expect(plan.conversations).toEqual(["A"]);
    expect(tiesOf(plan)).toEqual([["+51988888888: A"]]);
  });

  it("of everything brings both new ids into the conversation", () => {
    const plan = planIdentities(
      [asks({ ...PHONE, ...USER }, { ...NEW_PHONE, ...NEW_USER })],
      knowing({ "+51999999999": ["A", "PE.1"], "PE.1": ["A"] }),
    );

    expect(plan.conversations).toEqual(["A"]);
    expect([...knownAfter(plan)]).toEqual(
      expect.arrayContaining([
        [`${BRANCH}#+51988888888`, { conversation: "A", userId: "PE.2" }],
        [`${BRANCH}#PE.2`, { conversation: "A", userId: undefined }],
      ]),
    );
  });

  it("that names the old phone number alone finds who has it, although the BSUID is a new one", () => {
    const plan = planIdentities(
      [asks(PHONE, { ...NEW_PHONE, ...NEW_USER }), asks(NEW_USER), asks(PHONE)],
      knowing({ "+51999999999": ["A", "PE.1"], "PE.1": ["A"] }),
    );

    expect(plan.conversations).toEqual(["A", "A", "A"]);
  });

  it("does not bring a new phone number in that was last seen with somebody else", () => {
    const plan = planIdentities(
      [asks(PHONE, { ...NEW_PHONE, ...NEW_USER })],
      knowing({ "+51999999999": ["A", "PE.1"], "+51988888888": ["B", "PE.9"] }),
    );

    expect(plan.conversations).toEqual(["A"]);
  });

  it("to an id that was heard already lets the old ones join that conversation", () => {
    const plan = planIdentities(
      [asks(PHONE, NEW_PHONE)],
      knowing({ "+51999999999": ["old"], "+51988888888": ["new"] }),
    );

    expect(plan.conversations).toEqual(["new"]);
    expect(tiesOf(plan)).toEqual([["+51999999999: new"]]);
  });

  it("of somebody whom nobody knows makes one conversation of the old ids and the new", () => {
    const plan = planIdentities([asks(PHONE, NEW_USER)], new Map());

    expect(plan.conversations).toEqual(["+51999999999"]);
    expect([...knownAfter(plan).keys()].toSorted()).toEqual([`${BRANCH}#+51999999999`, `${BRANCH}#PE.2`]);
  });

  it("that tells the new ids alone gives them a conversation", () => {
    expect(planIdentities([asks({}, NEW_USER)], new Map()).conversations).toEqual(["PE.2"]);
  });

  it("that is told again changes nothing", () => {
    const announcement = asks({ ...PHONE, ...USER }, { ...NEW_PHONE, ...NEW_USER });
    const first = planIdentities([announcement], new Map());

    const again = planIdentities([announcement], knownAfter(first));

    expect(again.conversations).toEqual(first.conversations);
    expect(again.ties).toEqual([[]]);
  });
});

describe("requests of one webhook", () => {
  it("see what the ones before them have changed", () => {
    const plan = planIdentities(
      [asks(PHONE), asks({ ...PHONE, ...USER }), asks(USER, NEW_USER), asks(NEW_USER)],
      new Map(),
    );

    expect(plan.conversations).toEqual(Array(4).fill("+51999999999"));
    expect(tiesOf(plan)).toEqual([
      ["+51999999999: +51999999999"],
      ["+51999999999: +51999999999 (PE.1)", "PE.1: +51999999999"],
      ["PE.2: +51999999999"],
      [],
    ]);
  });

  it("are planned as they would be one by one, and what is known is left as it is", () => {
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        const known = new Map<string, Identity>();
        const oneByOne = requests.map((single) => {
          const plan = planIdentities([single], new Map(known));
          for (const [key, identity] of knownAfter(plan)) known.set(key, identity);
          return plan.conversations[0];
        });

        const untouched = new Map<string, Identity>();
        const atOnce = planIdentities(requests, untouched);

        expect(atOnce.conversations).toEqual(oneByOne);
        expect(knownAfter(atOnce)).toEqual(known);
        expect(untouched.size).toBe(0);
      }),
    );
  });

  it("leave every identifier of the last one in one conversation, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1 }), (requests) => {
        const plan = planIdentities(requests, new Map());

        const known = knownAfter(plan);
        const last = requests.slice(-1).flatMap(keysOf);
        expect(new Set(last.map((key) => known.get(key)?.conversation))).toEqual(
          new Set(plan.conversations.slice(-1)),
        );
      }),
    );
  });

  it("tell of each identifier what it was before", () => {
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        const known = new Map<string, Identity>();
        for (const { key, identity, before } of planIdentities(requests, new Map()).ties.flat()) {
          expect(before).toEqual(known.get(key));
          expect(identity).not.toEqual(before);
          known.set(key, identity);
        }
      }),
    );
  });
});
