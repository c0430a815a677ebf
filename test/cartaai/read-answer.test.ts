import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CartaAIError,
  CartaAIPermanentError,
  CartaAIRetryableError,
  CartaAISessionGoneError,
  CartaAIUnauthorisedError,
} from "../../functions/cartaai/errors.ts";
import { readAnswer } from "../../functions/cartaai/read-answer.ts";
import type { Operation } from "../../functions/cartaai/routes.ts";
import { parseRetryAfter } from "../../functions/http/retry-after.ts";

type ErrorType =
  | typeof CartaAIPermanentError
  | typeof CartaAIRetryableError
  | typeof CartaAIUnauthorisedError;

const NOW = Date.parse("2026-03-01T12:00:00Z");

function read(
  status: number,
  body: string,
  operation: Operation = "addMessage",
  retryAfter: string | null = null,
) {
  return readAnswer(operation, { status, body, retryAfter }, NOW);
}

function failureOf(...answer: Parameters<typeof read>): CartaAIError {
  try {
    read(...answer);
  } catch (error) {
    if (error instanceof CartaAIError) return error;
    throw error;
  }
  throw new Error("the answer was a success");
}

const envelope = (type: unknown, data: unknown = null) => JSON.stringify({ type, message: "…", data });

describe("an answer that is a success", () => {
  it.each([
    ["a success", 200, envelope("1", { sessionId: "s" }), { data: { sessionId: "s" }, confirmed: true }],
    ["a success whose type is a number", 200, envelope(1, []), { data: [], confirmed: true }],
    ["something created", 201, envelope("1", { _id: "o" }), { data: { _id: "o" }, confirmed: true }],
    ["a success without data", 200, '{"type":"1"}', { data: null, confirmed: true }],
    ["product details", 200, '{"success":true,"data":[1]}', { data: [1], confirmed: true }],
    ["a warning: it confirms nothing by itself", 200, envelope("2", {}), { data: {}, confirmed: false }],
    ["an information: it confirms nothing by itself", 200, envelope("4"), { data: null, confirmed: false }],
    ["JSON without an envelope", 200, '{"status":"up"}', { data: null, confirmed: false }],
  ])("gives its data when it is %s", (_, status, body, confirmation) => {
    expect(read(status, body)).toEqual(confirmation);
  });
});

describe("an answer that is a failure", () => {
  const failures: [string, number, string, ErrorType, "refused" | "unknown"][] = [
    ["an error in an envelope", 200, envelope("3"), CartaAIPermanentError, "unknown"],
    ["product details that failed", 200, '{"success":false}', CartaAIPermanentError, "unknown"],
    ["400", 400, envelope("3"), CartaAIPermanentError, "refused"],
    ["409", 409, envelope("3"), CartaAIPermanentError, "refused"],
    ["413, from a gateway", 413, "<html>", CartaAIPermanentError, "refused"],
    ["422", 422, envelope("3"), CartaAIPermanentError, "refused"],
    ["any other 4xx", 418, "", CartaAIPermanentError, "refused"],
    ["401", 401, envelope("401"), CartaAIUnauthorisedError, "refused"],
    ["403", 403, "", CartaAIUnauthorisedError, "refused"],
    ["not allowed, in an envelope with a 200", 200, envelope("401"), CartaAIUnauthorisedError, "refused"],
    ["not allowed, as a number", 200, envelope(403), CartaAIUnauthorisedError, "refused"],
    ["408", 408, "", CartaAIRetryableError, "unknown"],
    ["425", 425, "", CartaAIRetryableError, "refused"],
    ["429", 429, envelope("3"), CartaAIRetryableError, "refused"],
    ["500", 500, envelope("3"), CartaAIRetryableError, "unknown"],
    ["a success with a 500", 500, envelope("1"), CartaAIRetryableError, "unknown"],
    ["503, from a proxy", 503, "<html>", CartaAIRetryableError, "unknown"],
    ["a redirect", 302, "", CartaAIRetryableError, "unknown"],
    ["a proxy's page with a 200", 200, "<html>", CartaAIRetryableError, "unknown"],
    ["empty", 200, "", CartaAIRetryableError, "unknown"],
    ["JSON, but no object", 200, "[]", CartaAIRetryableError, "unknown"],
    ["null", 200, "null", CartaAIRetryableError, "unknown"],
    ["a 204", 204, "", CartaAIRetryableError, "unknown"],
  ];

  it.each(failures)("says what to do when it is %s", (_, status, body, type, outcome) => {
    const failure = failureOf(status, body);

    expect(failure.constructor).toBe(type);
    expect(failure).toMatchObject({ operation: "addMessage", status, outcome });
  });

  it.each(["addMessage", "syncState", "linkOrder", "readConversation"] as const)(
    "means that the conversation is gone when %s is not found",
    (operation) => {
      expect(failureOf(404, envelope("3"), operation)).toBeInstanceOf(CartaAISessionGoneError);
    },
  );

  it.each(["findConversation", "openConversation"] as const)(
    "does not mean that a conversation is gone when %s is not found",
    (operation) => {
      expect(failureOf(404, envelope("3"), operation)).toBeInstanceOf(CartaAIPermanentError);
    },
  );

  it("does not mean that a conversation is gone when it is an ingress that finds no server", () => {
    const failure = failureOf(404, "<html>404 page not found</html>");

    expect(failure).toBeInstanceOf(CartaAIRetryableError);
    expect(failure).toMatchObject({ outcome: "unknown", status: 404 });
  });

  it("tells whether CartaAI itself has answered", () => {
    expect(failureOf(400, envelope("3")).enveloped).toBe(true);
    expect(failureOf(400, "<html>").enveloped).toBe(false);
    expect(failureOf(400, '{"error":"bad request"}').enveloped).toBe(false);
  });

  it.each([429, 503])("with a %d passes on how long CartaAI asks to be left alone", (status) => {
    expect(failureOf(status, "", "addMessage", "120")).toMatchObject({ retryAfter: 120 });
    expect(failureOf(status, "")).toMatchObject({ retryAfter: undefined });
  });
});

describe("whatever is answered", () => {
  const anyBody = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({ type: fc.jsonValue(), success: fc.jsonValue(), data: fc.jsonValue() }, { requiredKeys: [] })
      .map((value) => JSON.stringify(value)),
  );

  it("is a success or a typed error, and no error quotes it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), anyBody, (status, body) => {
        const marked = body.replaceAll("a", "PRIVATE");
        try {
          readAnswer("addMessage", { status, body: marked, retryAfter: null }, NOW);
          expect(status).toBeLessThan(300);
        } catch (error) {
          expect(error).toBeInstanceOf(CartaAIError);
          expect(error).toHaveProperty("stack", expect.not.stringContaining("PRIVATE"));
        }
      }),
    );
  });
});

describe("a Retry-After header", () => {
  it.each([
    ["absent", null, undefined],
    ["a number of seconds", "120", 120],
    ["a number with blanks around it", " 7 ", 7],
    ["nothing to wait for", "0", 0],
    ["a date to come", "Sun, 01 Mar 2026 12:01:30 GMT", 90],
    ["a date to come, in an older format", "Sunday, 01-Mar-26 12:01:30 GMT", 90],
    ["a date that has passed", "Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["words", "soon", undefined],
    ["empty", "", undefined],
  ])("that is %s", (_, header, seconds) => {
    expect(parseRetryAfter(header, NOW)).toBe(seconds);
  });

  it("with a date waits until it, not a second less", () => {
    expect(parseRetryAfter("Sun, 01 Mar 2026 12:00:01 GMT", NOW + 1)).toBe(1);
  });
});
