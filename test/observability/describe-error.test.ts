import { describe, expect, it } from "vitest";
import { describeError } from "../../functions/observability/describe-error.ts";

const PRIVATE = "+51999123456 Av. Larco 345";

describe("what is logged of an error", () => {
  it("is its name, its code and where it was thrown, and never its message", () => {
    const error = Object.assign(new TypeError(PRIVATE), { code: "ECONNRESET" });

    const described = describeError(error);

    expect(described).toEqual({
      errorName: "TypeError",
      errorCode: "ECONNRESET",
      errorAt: expect.stringMatching(/^at .*describe-error\.test\.ts:\d+:\d+/),
    });
    expect(JSON.stringify(described)).not.toContain(PRIVATE);
  });

  it("goes down to its causes, and finds the code there", () => {
    const socket = Object.assign(new Error(PRIVATE), { name: "SocketError", code: "UND_ERR_SOCKET" });
    const error = new Error("outer", { cause: new TypeError("fetch failed", { cause: socket }) });

    expect(describeError(error)).toMatchObject({
      errorName: "Error < TypeError < SocketError",
      errorCode: "UND_ERR_SOCKET",
    });
  });

  it.each([
    ["of several lines", `first\n${PRIVATE}\nlast`],
    ["with a line like a stack's", `parsing failed\n    at home: ${PRIVATE}`],
    ["that is nothing but such a line", `\nat ${PRIVATE}`],
  ])("leaves a message out %s", (_, message) => {
    const described = describeError(new Error(message));

    expect(JSON.stringify(described)).not.toContain(PRIVATE);
    expect(described["errorAt"]).toMatch(/describe-error\.test\.ts/);
  });

  it.each([[PRIVATE], [51999123456], [undefined], [null], [{ message: PRIVATE }]])(
    "is the kind of thing it is when it is no error: %j",
    (thrown) => {
      expect(describeError(thrown)).toEqual({ errorName: typeof thrown });
    },
  );

  it("has an end when causes go in a circle or on for ever", () => {
    const circle = new Error("circle");
    circle.cause = circle;
    const chain = Array.from({ length: 50 }).reduce<Error>(
      (cause) => new RangeError("deeper", { cause }),
      new Error("first"),
    );

    expect(describeError(circle)["errorName"]).toBe(Array(5).fill("Error").join(" < "));
    expect(describeError(chain)["errorName"]).toBe(Array(5).fill("RangeError").join(" < "));
  });

  it("does without a stack", () => {
    const error = new Error(PRIVATE);
    delete error.stack;
    expect(describeError(error)["errorAt"]).toBeUndefined();
  });

  it("leaves out a code that is no text", () => {
    expect(describeError(Object.assign(new Error("x"), { code: 51999123456 }))["errorCode"]).toBeUndefined();
  });
});
