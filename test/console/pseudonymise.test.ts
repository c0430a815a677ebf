import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { normalise } from "../../local/console/take-away/normalise.ts";
import { type Identified, pseudonymise } from "../../local/console/take-away/pseudonymise.ts";

const ID = "wamid.HBgLNTE5ODc2NTQzMjE=";
const WHO: Identified = {
  customer: {
    name: "Ana Quispe",
    identities: [
      { phone: "51987654321", userId: "PE.111" },
      { phone: "51912345678", userId: "PE.222" },
    ],
  },
  messages: [
    {
      ...{ id: ID, customerId: "c", sequence: 1, from: "customer", at: "2026-01-01T00:00:00Z" },
      ...{ content: { kind: "text", text: "" }, state: "settled" },
    },
  ],
};

describe("pseudonyms", () => {
  it("are as different from one another as what they stand for", () => {
    const texts = ["51987654321", "51912345678", "PE.111", "PE.222", "PE111", "PE222", ID, eventHash(ID)];
    const hidden = pseudonymise(texts, WHO);
    expect(new Set(hidden).size).toBe(texts.length);
    for (const text of texts) expect(hidden).not.toContain(text);
    expect(hidden[7]).toBe(eventHash(hidden[6] ?? ""));
  });

  it("replace whole names, and leave words alone that a name is a part of", () => {
    expect(pseudonymise("Ana, mañana banana, Ana Quispe", WHO)).toBe("Sol, mañana banana, Sol Prueba Uno");
  });

  it("stand wherever the identifier stood: in texts, in addresses, in JSON within JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("51987654321", "PE.222", ID), (around, secret) => {
        const nested = { [`key ${secret}`]: [around, JSON.stringify({ body: `+${secret}!` })] };
        expect(JSON.stringify(pseudonymise(nested, WHO))).not.toContain(secret);
      }),
    );
  });

  it("change nothing in what names nobody", () => {
    const value = { text: "una pizza", list: [1, null, { total: 99.8 }] };
    expect(pseudonymise(value, WHO)).toEqual(value);
  });

  it("replace hashes of conversations, each by the same other one", () => {
    const hash = "0123456789abcdef".repeat(4);
    const [first, second] = pseudonymise([hash, hash], WHO);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(first).not.toBe(hash);
    expect(second).toBe(first);
  });
});

describe("the normal form of what differs from run to run", () => {
  it("names orders and times by their first appearance", () => {
    const id = "f1e70c91f0326cb257a2710e";
    expect(normalise([`LT-00012 at 20:15`, `LT-00013`, { again: "LT-00012", id }])).toEqual([
      "order-number-1 at time-1",
      "order-number-2",
      { again: "order-number-1", id: "order-id-1" },
    ]);
  });
});
