import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dropApplied,
  forgetSession,
  markApplied,
  newSession,
  type Session,
  sessionKey,
  watermarkOf,
} from "../../functions/sessions/session.ts";
import { leavingWatermark } from "../../functions/sessions/watermark.ts";

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
      recentAt: [1],
      unsettled: [attempt("b"), attempt("c")],
      unprovable: ["b", "d"],
      head: { event: "b", attempts: 3, since: NOW, stuckSince: NOW },
    };

    markApplied(session, "b", NOW, NOW + 5);

    expect(session).toEqual({
      ...newSession("la-brasa#ana"),
      recent: ["a", "b"],
      recentAt: [1, NOW / 1000],
      newestAt: NOW + 5,
      forgottenUntil: NOW,
      unsettled: [attempt("c")],
      unprovable: ["d"],
    });
  });

  it("ends the wait of the conversation, whichever event it was waiting with", () => {
    const head = { event: "a", attempts: 3, since: NOW, stuckSince: NOW };
    const session: Session = { ...newSession("la-brasa#ana"), head };

    markApplied(session, "b", NOW);

    expect(session).not.toHaveProperty("head");
  });
});

describe("the watermark", () => {
  const names = fc.array(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 100, size: "max" });

  it("holds the events that were applied, each once, newest last, and when", () => {
    fc.assert(
      fc.property(names, (events) => {
        const session = newSession("la-brasa#ana");
        events.forEach((event, index) => {
          markApplied(session, event, index * 1000 + 999);
        });

        const latest = new Map(events.map((event, at) => [event, at]));
        const expected = [...latest].map(([event, at]) => ({ event, at })).sort((a, b) => a.at - b.at);
        expect(watermarkOf(session)).toEqual(expected);
      }),
    );
  });

  it("tells no time of what an earlier release has put there, and goes on from it", () => {
    const session = { ...newSession("la-brasa#ana"), recent: ["a", "b"] };

    markApplied(session, "c", 5000);
    markApplied(session, "a", 7000);

    expect(watermarkOf(session)).toEqual([
      { event: "b", at: undefined },
      { event: "c", at: 5 },
      { event: "a", at: 7 },
    ]);
    dropApplied(session, ["b", "c"]);
    expect(watermarkOf(session)).toEqual([{ event: "a", at: 7 }]);
  });

  it("tells until when something may have left it: all that occurred later is in it", () => {
    const events = fc.array(fc.record({ at: fc.nat(1000), leaves: fc.boolean() }), { maxLength: 60 });
    fc.assert(
      fc.property(events, (events) => {
        const session = newSession("la-brasa#ana");
        events.forEach(({ at, leaves }, index) => {
          markApplied(session, String(index), 0, at);
          if (leaves) dropApplied(session, session.recent.slice(0, 3));
        });

        const left = events.filter((_, index) => !session.recent.includes(String(index)));
        for (const { at } of left) expect(at).toBeLessThanOrEqual(session.forgottenUntil ?? -1);
      }),
    );
  });

  it("goes by the time of an attempt for an event that is not there, and else by none", () => {
    const session = { ...newSession("la-brasa#ana"), unsettled: [{ ...attempt("a"), occurredAt: NOW + 7 }] };

    markApplied(session, "a", NOW);
    expect(session.newestAt).toBe(NOW + 7);
    markApplied(session, "b", NOW);
    expect(session.newestAt).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("lets its oldest go in whole requests, until no more than forty are left", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (length) => {
        const recent = Array.from({ length }, (_, index) => String(index));
        const leaving = leavingWatermark(recent);

        expect(leaving).toEqual(recent.slice(0, leaving.length));
        expect(leaving.length % 25).toBe(0);
        expect(length - leaving.length).toBeLessThanOrEqual(40);
        expect(length - leaving.length).toBeGreaterThanOrEqual(Math.min(length, 16));
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
