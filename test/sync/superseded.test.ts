import { describe, expect, it } from "vitest";
import { isBackFromDeadLetters } from "../../functions/queues/dead-letters.ts";
import { supersededStates } from "../../functions/sync/superseded.ts";
import { messageEvent, orderEvent, stateEvent } from "../sync-events/sample-events.ts";
import { queued } from "./queued-events.ts";

const at = (time: string) => `2026-03-01T${time}:00.000Z`;

/** A state of that time of day. */
const state = (time: string, attributes: Record<string, string> = {}) =>
  queued(stateEvent({ id: `state ${time}`, occurredAt: at(time) }), attributes);

describe("an event that is back from the dead letters", () => {
  it.each([
    ["by AWS's own redrive", { class: "exhausted", reason: "http-503", attempts: "9" }],
    ["by our replay", { replay: "replay-1" }],
  ])("is known by its attributes: %s", (_, attributes) => {
    expect(isBackFromDeadLetters(state("12:00", attributes))).toBe(true);
  });

  it("is not one that comes for the first time", () => {
    expect(isBackFromDeadLetters(state("12:00"))).toBe(false);
  });
});

describe("a state that comes back late", () => {
  const replayed = state("12:00", { replay: "replay-1" });

  it("is superseded by a newer one that CartaAI has", () => {
    expect(supersededStates([replayed], at("12:01"))).toEqual(new Set([replayed]));
  });

  it("is superseded by a newer one that is about to be applied, wherever it stands", () => {
    expect(supersededStates([replayed, state("12:01")], undefined)).toEqual(new Set([replayed]));
    expect(supersededStates([state("12:01"), replayed], at("11:00"))).toEqual(new Set([replayed]));
  });

  it.each([undefined, at("11:59"), at("12:00")])(
    "is not when the newest that CartaAI has is of %s",
    (stateAt) => {
      expect(supersededStates([replayed, state("11:58")], stateAt)).toEqual(new Set());
    },
  );

  it("is superseded by a newer one that comes back with it and before it, and not by one behind it", () => {
    const later = state("12:30", { replay: "replay-1" });
    expect(supersededStates([later, replayed], undefined)).toEqual(new Set([replayed]));
    expect(supersededStates([replayed, later], undefined)).toEqual(new Set());
  });

  it("is compared as a moment, not as a text", () => {
    const withOffset = queued(stateEvent({ occurredAt: "2026-03-01T07:00:00-05:00" }), {
      replay: "replay-1",
    });
    expect(supersededStates([withOffset], at("11:59"))).toEqual(new Set());
    expect(supersededStates([withOffset], at("12:01"))).toEqual(new Set([withOffset]));
  });
});

describe("a state that SQS itself had put aside, and a redrive sent once more without a word", () => {
  // Sent at 12:00.
  const moved = state("10:30");

  it("is superseded by a newer one that CartaAI has, or that is before it", () => {
    expect(supersededStates([moved], at("11:00"))).toEqual(new Set([moved]));
    expect(supersededStates([state("12:00"), moved], undefined)).toEqual(new Set([moved]));
  });

  it("is not by one behind it: it may be the state of an old turn that was finished late, and is merged with it", () => {
    expect(supersededStates([moved, state("12:00")], undefined)).toEqual(new Set());
  });

  it("is not when nothing newer is known", () => {
    expect(supersededStates([moved], at("10:00"))).toEqual(new Set());
  });
});

describe("what is never superseded", () => {
  it("is a state that comes in the ordinary way, whatever its clock says", () => {
    expect(supersededStates([state("12:00"), state("11:00")], at("13:00"))).toEqual(new Set());
  });

  it("is a message or an order: each of them has to stand there", () => {
    const late = [messageEvent({ occurredAt: at("11:00") }), orderEvent({ occurredAt: at("11:00") })];
    const events = late.map((event) => queued(event, { replay: "replay-1" }));
    expect(supersededStates([...events, state("12:00")], at("13:00"))).toEqual(new Set());
  });
});
