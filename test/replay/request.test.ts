import { describe, expect, it } from "vitest";
import { readDuration, readTime } from "../../functions/dead-letters/time.ts";
import { InvalidReplayRequestError, parseReplayRequest } from "../../functions/replay/request.ts";

function problemsOf(request: unknown) {
  try {
    parseReplayRequest(request);
  } catch (error) {
    if (error instanceof InvalidReplayRequestError) return error.problems.map(({ field }) => field);
    throw error;
  }
  return [];
}

describe("a request", () => {
  it("has gentle defaults", () => {
    expect(parseReplayRequest({ action: "run" })).toEqual({
      ...{ action: "run", queue: "sync", force: false, rate: 100, wait: 60 },
    });
  });

  it("is refused with every problem at once", () => {
    expect(problemsOf({ action: "run", rate: 0, limit: 1.5, since: "yesterday", phone: "999" })).toEqual([
      ...["phone", "since", "limit", "rate"],
    ]);
    expect(problemsOf({ action: "discard" })).toEqual(["ids", "reason"]);
    expect(problemsOf({ action: "discard", ids: [], reason: "" })).toEqual(["ids", "reason"]);
    expect(problemsOf({ action: "purge" })).toEqual(["action"]);
    expect(problemsOf("run")).toEqual(["request"]);
  });

  it("is refused when it says what its action does not take: a filter that is misspelt must not mean everything", () => {
    expect(problemsOf({ action: "run", bussiness: "la-terraza" })).toEqual(["bussiness"]);
    expect(problemsOf({ action: "list", force: true })).toEqual(["force"]);
  });
});

describe("times", () => {
  const now = Date.parse("2026-05-04T12:00:00.000Z");

  it.each([
    ["90s", "2026-05-04T11:58:30.000Z"],
    ["2h", "2026-05-04T10:00:00.000Z"],
    ["3d", "2026-05-01T12:00:00.000Z"],
    ["2026-03-01", "2026-03-01T00:00:00.000Z"],
    ["2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z"],
    ["2026-03-01T12:00-05:00", "2026-03-01T17:00:00.000Z"],
  ])("reads %s", (text, expected) => {
    expect(new Date(readTime(text, now) ?? 0).toISOString()).toBe(expected);
  });

  it.each(["", "2", "2w", "-2h", "yesterday", "2026-03-01T12:00:00", "2026-13-01", "12:00"])(
    "does not guess what %j means",
    (text) => {
      expect(readTime(text, now)).toBeUndefined();
    },
  );

  it("reads durations in seconds", () => {
    expect(["30s", "5m", "2h", "1d", "5"].map(readDuration)).toEqual([30, 300, 7_200, 86_400, undefined]);
  });
});
