import { describe, expect, it } from "vitest";
import {
  CartaAIPermanentError,
  CartaAIRetryableError,
  CartaAISessionGoneError,
  CartaAIUnauthorisedError,
} from "../../functions/cartaai/errors.ts";
import { SessionTakenOverError } from "../../functions/sessions/sessions-table.ts";
import { judgeFailure, patienceWith } from "../../functions/sync/failure.ts";
import { UnprovableOutcomeError } from "../../functions/sync/settle-attempts.ts";
import { messageEvent } from "../sync-events/sample-events.ts";
import { queued, SENT_AT } from "./queued-events.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const FRESH = { waited: 0, allowed: 6 * HOUR };
const EXHAUSTED = { waited: 6 * HOUR, allowed: 6 * HOUR };

const details = { operation: "addMessage", outcome: "unknown" } as const;
const unreachable = new CartaAIRetryableError("timed out", details);
const away = new CartaAIRetryableError("answered 503", { ...details, status: 503, retryAfter: 30 });
const foreign = new CartaAIRetryableError("the answer is not CartaAI's", { ...details, status: 200 });
const unauthorised = new CartaAIUnauthorisedError("not allowed", { ...details, status: 401 });

const letter = (reason: Record<string, unknown>) => ({ kind: "dead-letter", reason });

describe("a failure that would be the same the next time", () => {
  it.each([
    ["a refused call", 422, { class: "permanent", reason: "http-422", httpStatus: 422 }],
    ["an error in an envelope", 200, { class: "permanent", reason: "error-envelope", httpStatus: 200 }],
  ])("makes a dead letter at once: %s", (_, status, reason) => {
    const error = new CartaAIPermanentError("answered an error", { ...details, status });
    expect(judgeFailure(error, FRESH)).toEqual(letter(reason));
  });

  it("is one whose outcome nobody can prove any more", () => {
    expect(judgeFailure(new UnprovableOutcomeError("…"), FRESH)).toEqual(
      letter({ class: "permanent", reason: "outcome-unprovable" }),
    );
  });
});

describe("a failure that may pass", () => {
  it.each([
    ["unreachable", unreachable, undefined],
    ["away, and asking for time", away, 30],
    ["not CartaAI's answer", foreign, undefined],
    ["not allowed, which a person has to mend", unauthorised, undefined],
  ])("waits while there is patience: %s", (_, error, retryAfter) => {
    expect(judgeFailure(error, { waited: 6 * HOUR - 1, allowed: 6 * HOUR })).toEqual({
      kind: "retry",
      retryAfter,
    });
  });

  it.each([
    ["unreachable", unreachable, { class: "exhausted", reason: "unreachable" }],
    ["away", away, { class: "exhausted", reason: "http-503", httpStatus: 503 }],
    ["not CartaAI's answer", foreign, { class: "exhausted", reason: "not-cartaai", httpStatus: 200 }],
    ["not allowed", unauthorised, { class: "exhausted", reason: "http-401", httpStatus: 401 }],
  ])("makes a dead letter once the patience is used up: %s", (_, error, reason) => {
    expect(judgeFailure(error, EXHAUSTED)).toEqual(letter(reason));
  });

  it.each([
    ["the database", new Error("ProvisionedThroughputExceeded")],
    ["another consumer", new SessionTakenOverError("…")],
    ["a conversation that has just gone", new CartaAISessionGoneError("gone", { ...details, status: 404 })],
    ["something that is no error", "odd"],
  ])("never makes a dead letter when it is not about the event: %s", (_, error) => {
    expect(judgeFailure(error, EXHAUSTED)).toEqual({ kind: "retry", retryAfter: undefined });
  });
});

describe("the patience with an event", () => {
  const event = queued(messageEvent());
  const dependencies = { clock: () => SENT_AT + 2 * HOUR, patience: 6 * HOUR };
  const head = (stuckSince: number) => ({ event: event.hash, attempts: 3, since: stuckSince, stuckSince });

  it("is counted from when the conversation got stuck", () => {
    expect(patienceWith(event, { head: head(SENT_AT + HOUR) }, dependencies)).toEqual({
      waited: HOUR,
      allowed: 6 * HOUR,
    });
  });

  it("is not counted from before the event was sent", () => {
    expect(patienceWith(event, { head: head(SENT_AT - 10 * HOUR) }, dependencies).waited).toBe(2 * HOUR);
  });

  it("is whole when nothing is stuck", () => {
    expect(patienceWith(event, {}, dependencies)).toEqual({ waited: 0, allowed: 6 * HOUR });
  });

  it("does without a time of sending", () => {
    const record = { ...event.record, attributes: { ...event.record.attributes, SentTimestamp: "odd" } };
    const waiting = patienceWith({ ...event, record }, { head: head(SENT_AT + HOUR) }, dependencies);
    expect(waiting.waited).toBe(HOUR);
  });

  it("is short with one that is replayed, while somebody is watching", () => {
    const replayed = queued(messageEvent(), { replay: "replay-1" });
    expect(patienceWith(replayed, {}, dependencies).allowed).toBe(15 * MINUTE);
    expect(patienceWith(replayed, {}, { ...dependencies, patience: MINUTE }).allowed).toBe(MINUTE);
  });
});
