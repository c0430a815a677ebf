import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  forgetSession,
  markApplied,
  newSession,
  type Session,
  sessionKey,
} from "../../functions/sessions/session.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");

function attempt(event: string): Session["unsettled"][number] {
  return { event, sessionId: "session", proof: { kind: "message", digest: "digest" }, at: NOW };
}

describe("the key of a session", () => {
  it.each([
    ["its business", undefined, "la-brasa#PE.1"],
    ["its branch when the business has several", "LOCAL-1", "la-brasa:LOCAL-1#PE.1"],
  ])("is the conversation's under %s", (_, localId, key) => {
    expect(sessionKey({ subDomain: "la-brasa", localId, key: "PE.1" })).toBe(key);
  });
});

describe("an event that is applied", () => {
  it("enters the watermark, and nothing about it is open any more", () => {
    const session: Session = {
      ...newSession("la-brasa#ana"),
      recent: ["a"],
      unsettled: [attempt("b"), attempt("c")],
      unprovable: ["b", "d"],
      head: { event: "b", attempts: 3, since: NOW, stuckSince: NOW },
    };

    markApplied(session, "b");

    expect(session).toEqual({
      ...newSession("la-brasa#ana"),
      recent: ["a", "b"],
      unsettled: [attempt("c")],
      unprovable: ["d"],
    });
  });

  it("ends the wait of the conversation, whichever event it was waiting with", () => {
    const head = { event: "a", attempts: 3, since: NOW, stuckSince: NOW };
    const session: Session = { ...newSession("la-brasa#ana"), head };

    markApplied(session, "b");

    expect(session).not.toHaveProperty("head");
  });
});

describe("the watermark", () => {
  it("holds the last forty events that were applied, each once, newest last", () => {
    const events = fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 100, size: "max" });
    fc.assert(
      fc.property(events, (events) => {
        const session = newSession("la-brasa#ana");
        for (const event of events) markApplied(session, event);

        const newestFirst = [...new Set(events.toReversed())];
        expect(session.recent).toEqual(newestFirst.slice(0, 40).reverse());
      }),
    );
  });
});

describe("a forgotten session", () => {
  it("keeps what is known of the person and of the events", () => {
    const kept = {
      ...newSession("la-brasa#ana"),
      phone: "+51999999999",
      recent: ["a"],
      unsettled: [attempt("b")],
      stateAt: "2026-03-01T11:59:00.000Z",
    };
    const session: Session = { ...kept, sessionId: "session", sessionExpiresAt: NOW, history: ["digest"] };

    forgetSession(session);

    expect(session).toEqual(kept);
  });
});
