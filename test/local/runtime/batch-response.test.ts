import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handledMessages } from "../../../local/runtime/batch-response.ts";

const IDS = ["a", "b", "c"];

describe("what a function handled of a batch", () => {
  it.each([
    ["nothing answered", undefined],
    ["null", null],
    ["an empty object", {}],
    ["no list", { batchItemFailures: null }],
    ["an empty list", { batchItemFailures: [] }],
  ])("is everything for %s", (_, answer) => {
    expect(handledMessages(answer, IDS)).toEqual(IDS);
  });

  it.each([
    ["an empty identifier", { batchItemFailures: [{ itemIdentifier: "" }] }],
    ["a null identifier", { batchItemFailures: [{ itemIdentifier: null }] }],
    ["a misspelt key", { batchItemFailures: [{ itemIdentifer: "a" }] }],
    ["an identifier that was not in the batch", { batchItemFailures: [{ itemIdentifier: "x" }] }],
    ["identifiers that are not objects", { batchItemFailures: ["a"] }],
    ["something that is no list", { batchItemFailures: "a" }],
    ["text", "ok"],
    ["a list", [{ itemIdentifier: "a" }]],
  ])("is nothing for %s", (_, answer) => {
    expect(handledMessages(answer, IDS)).toEqual([]);
  });

  it("is what the answer does not name", () => {
    fc.assert(
      fc.property(fc.subarray(IDS), (failed) => {
        const answer = { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
        expect(handledMessages(answer, IDS)).toEqual(IDS.filter((id) => !failed.includes(id)));
      }),
    );
  });
});
