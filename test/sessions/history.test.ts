import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "../../functions/cartaai/conversation.ts";
import {
  contentDigest,
  entriesSince,
  entryDigest,
  HISTORY_LENGTH,
  unstampedEntry,
  wasShown,
} from "../../functions/sessions/history.ts";

/** What CartaAI does with each message: its own clock's time on it, and the last 20 kept. */
function historyAfter(contents: readonly string[]): HistoryEntry[] {
  return contents
    .map((content, index) => ({ role: "user", content, timestamp: new Date(index * 1000).toISOString() }))
    .slice(-HISTORY_LENGTH);
}

const stamped = (entries: readonly HistoryEntry[]) => entries.map(entryDigest);
const unstamped = (entries: readonly HistoryEntry[]) =>
  entries.map(({ role, content }) => unstampedEntry(contentDigest(role, content)));

/** Few different texts, so that equal messages stand next to each other all the time. */
const contents = (constraints: fc.ArrayConstraints) =>
  fc.array(fc.constantFrom("ok", "sí", "2"), constraints);
const before = contents({ maxLength: 50 });

describe("what was added to a history since it was last seen", () => {
  it("is found exactly as long as the history holds it, whatever was said", () => {
    fc.assert(
      fc.property(before, contents({ maxLength: HISTORY_LENGTH }), (earlier, added) => {
        const since = entriesSince(stamped(historyAfter(earlier)), historyAfter([...earlier, ...added]));
        expect(since.entries.map(({ content }) => content)).toEqual(added);
      }),
    );
  });

  it("proves what was written and what was not as long as a known entry still stands there", () => {
    const some = contents({ minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(some, contents({ maxLength: HISTORY_LENGTH - 1 }), (earlier, added) => {
        const since = entriesSince(stamped(historyAfter(earlier)), historyAfter([...earlier, ...added]));
        expect(since).toMatchObject({ presenceProves: true, absenceProves: true });
      }),
    );
  });

  it("proves what was written to an empty history, and what was not until it is full", () => {
    fc.assert(
      fc.property(contents({ maxLength: HISTORY_LENGTH - 1 }), (added) => {
        const since = entriesSince([], historyAfter(added));
        expect(since).toEqual({ entries: historyAfter(added), presenceProves: true, absenceProves: true });
      }),
    );
  });

  it("does not prove what was not written when more was added than a history holds", () => {
    fc.assert(
      fc.property(before, contents({ minLength: HISTORY_LENGTH + 1, maxLength: 50 }), (earlier, added) => {
        const since = entriesSince(stamped(historyAfter(earlier)), historyAfter([...earlier, ...added]));

        expect(since.absenceProves).toBe(false);
        expect(since.entries.map(({ content }) => content)).toEqual(added.slice(-HISTORY_LENGTH));
      }),
    );
  });

  it("cannot be told from what was there when the history was never shown, but what is missing is missing", () => {
    const history = historyAfter(["ok", "sí"]);
    expect(entriesSince(undefined, history)).toEqual({
      entries: history,
      presenceProves: false,
      absenceProves: true,
    });
    expect(entriesSince(undefined, historyAfter(Array(20).fill("ok"))).absenceProves).toBe(false);
  });

  it("is found after entries whose time was never shown, as long as nothing has dropped out", () => {
    fc.assert(
      fc.property(contents({ maxLength: 10 }), contents({ maxLength: 10 }), (earlier, added) => {
        const history = historyAfter([...earlier, ...added]);
        const since = entriesSince(unstamped(historyAfter(earlier)), history);
        expect(since.entries.map(({ content }) => content).toSorted()).toEqual(added.toSorted());
      }),
    );
  });

  it("is found after stamped entries and then unstamped ones", () => {
    const history = historyAfter(["ok", "ok", "ok", "ok"]);
    const known = [...stamped(history.slice(0, 1)), ...unstamped(history.slice(1, 3))];

    expect(entriesSince(known, history).entries).toEqual(history.slice(3));
  });

  it("is found although CartaAI has lost known entries in a race of its own", () => {
    const all = historyAfter(["Hola", "ok", "ok", "gracias"]);
    const history = all.filter((_, index) => index !== 1);

    expect(entriesSince(stamped(all.slice(0, 3)), history)).toEqual({
      entries: all.slice(3),
      presenceProves: true,
      absenceProves: true,
    });
  });
});

describe("a digest of a message", () => {
  it("ignores white space at its ends, which servers cut off", () => {
    expect(contentDigest("user", " ok\n")).toBe(contentDigest("user", "ok"));
  });

  it("tells role and content apart, wherever one ends and the other begins", () => {
    const digests = [
      contentDigest("user", "ok"),
      contentDigest("bot", "ok"),
      contentDigest("user", "o k"),
      contentDigest("usero", "k"),
    ];
    expect(new Set(digests).size).toBe(4);
  });

  it("shows nothing of what was said", () => {
    expect(contentDigest("user", "mi número es 999999999")).toMatch(/^[\w-]{11}$/);
  });
});

describe("a digest of an entry", () => {
  const entry = { role: "user", content: "ok" };
  const digestAt = (timestamp: unknown) => entryDigest({ ...entry, timestamp });

  it("tells two equal messages apart by the server's time", () => {
    expect(digestAt("2026-03-01T12:00:00.000Z")).not.toBe(digestAt("2026-03-01T12:00:00.001Z"));
    expect(digestAt("2026-03-01T12:00:00.000Z")).not.toBe(entryDigest(entry));
  });

  it.each(["2026-03-01T12:00:00Z", "2026-03-01T07:00:00.000-05:00", Date.parse("2026-03-01T12:00:00Z")])(
    "is the same for the same moment, however it is written: %s",
    (timestamp) => {
      expect(digestAt(timestamp)).toBe(digestAt("2026-03-01T12:00:00.000Z"));
    },
  );

  it.each(["yesterday", Number.NaN, { odd: true }, null])(
    "bears with a time that is none: %j",
    (timestamp) => {
      expect(digestAt(timestamp)).toBe(digestAt(structuredClone(timestamp)));
    },
  );
});

describe("a known entry", () => {
  it("tells whether CartaAI has shown it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (role, content) => {
        expect(wasShown([entryDigest({ role, content })])).toBe(true);
        expect(wasShown([unstampedEntry(contentDigest(role, content))])).toBe(false);
      }),
    );
    expect(wasShown([])).toBe(false);
  });
});
