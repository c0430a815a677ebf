import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdsText, isJsonObject, isNestedWithin } from "../../functions/json/json-object.ts";

/** `{"a":{"a":…1}}` with so many braces. */
const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);

describe("a JSON object", () => {
  it.each([null, 1, "{}", true, []])("is not what %j is", (value) => {
    expect(isJsonObject(value)).toBe(false);
  });

  it("is what has keys, also one without any", () => {
    expect([{}, JSON.parse('{"__proto__":1}')].map(isJsonObject)).toEqual([true, true]);
  });
});

describe("the depth of a value", () => {
  it.each([
    [0, 0, true],
    [1, 0, false],
    [100, 100, true],
    [101, 100, false],
    [100_000, 100, false],
  ])("of %i levels against a limit of %i", (levels, limit, within) => {
    expect(isNestedWithin(nested(levels), limit)).toBe(within);
  });

  it("counts lists as well, and the deepest part", () => {
    expect(isNestedWithin([1, [2, [3]]], 2)).toBe(false);
    expect(isNestedWithin([1, [2, [3]]], 3)).toBe(true);
  });
});

describe("a text in a value", () => {
  it("is found as a whole: as a value, as a key, at any depth", () => {
    expect(holdsText(["order-1"], "order-1")).toBe(true);
    expect(holdsText({ "order-1": true }, "order-1")).toBe(true);
    expect(holdsText([nested(100_000), { deep: [{ id: "order-1" }] }], "order-1")).toBe(true);
    expect(holdsText(["order-12", 1, null], "order-1")).toBe(false);
  });

  it("is not a place in a list", () => {
    expect(holdsText(["a", "b"], "1")).toBe(false);
  });

  it("is found wherever JSON would show it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 12 }), fc.boolean(), (value, text, isThere) => {
        const json: unknown = JSON.parse(JSON.stringify(isThere ? [value, { x: [text] }] : [value]));
        expect(holdsText(json, text)).toBe(JSON.stringify(json).includes(JSON.stringify(text)));
      }),
    );
  });
});
