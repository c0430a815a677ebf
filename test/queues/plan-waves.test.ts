import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_BATCH_BYTES, planWaves, sizeOf } from "../../functions/queues/plan-waves.ts";
import { byGroup, fifoMessage, mixedGroups } from "./sample-messages.ts";

/** Sizes around those at which a batch is full, with and without attributes, in one and in several bytes a character. */
const sizedMessages = fc
  .array(
    fc.record({
      groupId: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"),
      size: fc.oneof(
        fc.integer({ min: 1, max: 200_000 }),
        fc.constantFrom(104_857, 104_858, 524_288, 524_289, MAX_BATCH_BYTES - 20),
      ),
      character: fc.constantFrom("x", "é"),
      attributes: fc.constantFrom({}, { reason: "http-422" }),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map(({ groupId, size, character, attributes }, index) => ({
      groupId,
      body: character.repeat(size / Buffer.byteLength(character)),
      deduplicationId: String(index),
      attributes,
    })),
  );

describe("a plan of waves", () => {
  it("sends every message once, and those of a group in their order", () => {
    fc.assert(
      fc.property(mixedGroups(60), (messages) => {
        expect(byGroup(planWaves(messages).flat(2))).toEqual(byGroup(messages));
      }),
    );
  });

  it("holds at most one message of a group in a wave, and so in a batch", () => {
    fc.assert(
      fc.property(mixedGroups(60), (messages) => {
        for (const wave of planWaves(messages)) {
          const groups = wave.flat().map(({ groupId }) => groupId);
          expect(new Set(groups).size).toBe(groups.length);
        }
      }),
    );
  });

  it("has no batch of more than ten messages or one mebibyte, and none that is empty", () => {
    fc.assert(
      fc.property(sizedMessages, (messages) => {
        for (const batch of planWaves(messages).flat()) {
          const bytes = batch.reduce((sum, message) => sum + sizeOf(message), 0);
          expect(bytes).toBeLessThanOrEqual(MAX_BATCH_BYTES);
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(batch.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("needs no more waves than the longest group has messages", () => {
    fc.assert(
      fc.property(mixedGroups(60), (messages) => {
        const longest = Math.max(0, ...[...byGroup(messages).values()].map((group) => group.length));
        expect(planWaves(messages)).toHaveLength(longest);
      }),
    );
  });

  it("sends a thousand messages of a thousand people in a hundred full batches", () => {
    const messages = Array.from({ length: 1000 }, (_, index) => fifoMessage(`person ${index}`, "Hola"));

    const [wave, ...others] = planWaves(messages);

    expect(others).toEqual([]);
    expect(wave?.map((batch) => batch.length)).toEqual(Array(100).fill(10));
  });

  it("fills a batch to the last byte", () => {
    const half = "x".repeat(MAX_BATCH_BYTES / 2);
    const [exact] = planWaves([fifoMessage("a", half), fifoMessage("b", half)]);
    const [over] = planWaves([fifoMessage("a", half), fifoMessage("b", `${half}x`)]);

    expect(exact?.map((batch) => batch.length)).toEqual([2]);
    expect(over?.map((batch) => batch.length)).toEqual([1, 1]);
  });
});

describe("a message's size", () => {
  it("is the body's in bytes, and the name, type and value of each attribute", () => {
    expect(sizeOf({ ...fifoMessage("a", "ñ😀"), attributes: { reason: "é" } })).toBe(6 + 6 + 6 + 2);
  });
});
