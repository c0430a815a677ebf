import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { SecretUnusableError, secretReader } from "../../functions/secrets/secret-reader.ts";
import { type ScriptedSecrets, scriptedSecrets } from "./scripted-secrets.ts";

const FIVE_MINUTES = 5 * 60 * 1000;
const schema = z.object({ apiKey: z.string().check(z.minLength(1)) });

let now: number;
let secrets: ScriptedSecrets;
let read: () => Promise<{ apiKey: string }>;

beforeEach(() => {
  now = 0;
  secrets = scriptedSecrets();
  read = secretReader("cartaai/key", schema, { client: secrets.client, clock: () => now });
});

const holds = (apiKey: string) => secrets.answer(async () => JSON.stringify({ apiKey }));
const fails = () => secrets.answer(async () => Promise.reject(new Error("AccessDenied")));

describe("a secret", () => {
  it("is read when it is first asked for, and kept for five minutes", async () => {
    expect(secrets.asked).toEqual([]);
    holds("first");
    expect(await read()).toEqual({ apiKey: "first" });
    holds("rotated");

    now = FIVE_MINUTES - 1;
    expect(await read()).toEqual({ apiKey: "first" });
    expect(secrets.asked).toEqual(["cartaai/key"]);

    now = FIVE_MINUTES;
    expect(await read()).toEqual({ apiKey: "rotated" });
  });

  it("costs one request for all who ask at the same time, first and at each refresh", async () => {
    holds("first");
    await Promise.all([read(), read(), read()]);
    expect(secrets.asked).toHaveLength(1);

    now = FIVE_MINUTES;
    holds("rotated");
    expect(await Promise.all([read(), read()])).toEqual([{ apiKey: "rotated" }, { apiKey: "rotated" }]);
    expect(secrets.asked).toHaveLength(2);
  });

  it("goes on being used when its refresh fails, and is asked for again five minutes later", async () => {
    holds("first");
    await read();
    fails();

    now = FIVE_MINUTES;
    expect(await Promise.all([read(), read()])).toEqual([{ apiKey: "first" }, { apiKey: "first" }]);
    now = 2 * FIVE_MINUTES - 1;
    expect(await read()).toEqual({ apiKey: "first" });
    expect(secrets.asked).toHaveLength(2);

    holds("rotated");
    now = 2 * FIVE_MINUTES;
    expect(await read()).toEqual({ apiKey: "rotated" });
  });

  it("goes on being used when it is replaced by something unusable", async () => {
    holds("first");
    await read();
    now = FIVE_MINUTES;

    secrets.answer(async () => "not JSON");
    expect(await read()).toEqual({ apiKey: "first" });
  });
});

describe("a secret that has never been usable", () => {
  it("fails everybody who asks, and is asked for again", async () => {
    fails();
    await expect(Promise.all([read(), read()])).rejects.toThrow("secret cartaai/key could not be read");
    await expect(read()).rejects.toThrow(SecretUnusableError);

    holds("at last");
    expect(await read()).toEqual({ apiKey: "at last" });
    expect(secrets.asked).toHaveLength(3);
  });

  it.each([
    ["missing", undefined, "secret cartaai/key is not JSON"],
    ["plain text", "hunter2", "secret cartaai/key is not JSON"],
    ["another object", '{ "key": "hunter2" }', "secret cartaai/key lacks: apiKey"],
    ["empty inside", '{ "apiKey": "", "other": "hunter2" }', "secret cartaai/key lacks: apiKey"],
    ["no object", '"hunter2"', "secret cartaai/key lacks: the whole"],
  ])("says what is wrong when it is %s, and never its value", async (_, value, message) => {
    secrets.answer(async () => value);

    const failure: unknown = await read().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(SecretUnusableError);
    expect(failure).toHaveProperty("message", message);
    expect(failure).toHaveProperty("stack", expect.not.stringContaining("hunter2"));
    expect(failure).not.toHaveProperty("cause");
  });
});
