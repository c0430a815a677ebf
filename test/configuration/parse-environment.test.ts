import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { flag, httpUrl, numeric, text } from "../../functions/configuration/fields.ts";
import {
  InvalidEnvironmentError,
  parseEnvironment,
} from "../../functions/configuration/parse-environment.ts";

const schema = z.object({
  QUEUE_URL: httpUrl,
  TABLE: text,
  MODE: z._default(z.enum(["fast", "slow"]), "slow"),
  ENABLED: z._default(flag, true),
  TIMEOUT: z._default(numeric(0.1, 60), 10),
  API_KEY: z.optional(text.check(z.regex(/^key_/, "expected a key"))),
});

const COMPLETE = { QUEUE_URL: "http://localhost/queue", TABLE: "sessions" };

type Environment = Readonly<Record<string, string | undefined>>;

function problemsOf(environment: Environment): readonly string[] {
  return failureOf(environment).problems;
}

function failureOf(environment: Environment): InvalidEnvironmentError {
  try {
    parseEnvironment(schema, environment);
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error;
    throw error;
  }
  throw new Error("the environment was accepted");
}

describe("an environment", () => {
  it("is read with its defaults, and without what is nobody's business", () => {
    expect(parseEnvironment(schema, { ...COMPLETE, PATH: "/bin" })).toEqual({
      ...COMPLETE,
      MODE: "slow",
      ENABLED: true,
      TIMEOUT: 10,
    });
  });

  it.each(["", " ", "\t\n", undefined])(
    "leaves out what is set to %j, as if nobody had set it",
    (nothing) => {
      const read = parseEnvironment(schema, {
        ...COMPLETE,
        MODE: nothing,
        TIMEOUT: nothing,
        API_KEY: nothing,
      });

      expect(read).toMatchObject({ MODE: "slow", TIMEOUT: 10 });
      expect(read).not.toHaveProperty("API_KEY");
      expect(problemsOf({ ...COMPLETE, TABLE: nothing })).toEqual(["TABLE is not set"]);
    },
  );
});

describe("an unusable environment", () => {
  it("is refused with every problem at once, by name and with what is expected", () => {
    const environment = { MODE: "medium", ENABLED: "maybe", TIMEOUT: "61", API_KEY: "wrong" };

    expect(problemsOf(environment)).toEqual([
      "QUEUE_URL is not set",
      "TABLE is not set",
      expect.stringMatching(/^MODE: .*"fast".*"slow"/),
      "ENABLED: expected true or false",
      "TIMEOUT: expected a number from 0.1 to 60",
      "API_KEY: expected a key",
    ]);
  });

  it("tells all of it in one message, a line for each", () => {
    expect(failureOf({ QUEUE_URL: "nowhere" }).message).toBe(
      [
        "The environment is not usable:",
        "  - QUEUE_URL: expected an http:// or https:// address",
        "  - TABLE is not set",
      ].join("\n"),
    );
  });

  it("never shows a value: one of them may be a secret", () => {
    const secret = "s3cr3t-value";
    const failure = failureOf({
      QUEUE_URL: secret,
      TABLE: "",
      MODE: secret,
      ENABLED: secret,
      TIMEOUT: secret,
      API_KEY: secret,
    });

    expect(failure.problems).toHaveLength(6);
    expect(failure.stack).not.toContain(secret);
    expect(JSON.stringify(failure)).not.toContain(secret);
    expect(failure.cause).toBeUndefined();
  });
});
