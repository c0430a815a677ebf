import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { InvalidEnvironmentError } from "../../../functions/configuration/parse-environment.ts";
import type { Environment } from "../../../local/runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../../local/runtime/sample-businesses.ts";
import { readStartConfiguration } from "../../../local/runtime/start-configuration.ts";

function problemsOf(environment: Environment): readonly string[] {
  try {
    readStartConfiguration(environment);
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

/** `.env.example` with every line that sets something switched on. */
function example(): Environment {
  const text = readFileSync(join(import.meta.dirname, "../../../.env.example"), "utf8");
  return parseEnv(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ""));
}

describe("the configuration of a start", () => {
  it("needs nothing at all", () => {
    const { ports, businesses } = readStartConfiguration({});
    expect(ports).toEqual({ front: 3000, cartaai: 3001, whatsapp: 3002 });
    expect(businesses).toEqual(SAMPLE_BUSINESSES);
  });

  it("settles unknown outcomes soon with the stand-in, and after what is deployed with a real CartaAI", () => {
    const settle = (given: Environment) => readStartConfiguration(given).environment["SYNC_SETTLE_SECONDS"];
    expect(settle({})).toBe("2");
    expect(settle({ SYNC_SETTLE_SECONDS: "5" })).toBe("5");
    expect(settle({ CARTAAI_API_BASE_URL: "http://localhost:4000" })).toBeUndefined();
  });

  it("takes empty variables for unset ones", () => {
    expect(readStartConfiguration({ PORT: "", CARTAAI_API_BASE_URL: " " }).ports.front).toBe(3000);
  });

  it("names every problem at once: its own and those of each Lambda, and shows no value", () => {
    const problems = problemsOf({
      PORT: "http",
      CARTAAI_PORT: "70000",
      WHATSAPP_PORT: "3000.5",
      CARTAAI_API_BASE_URL: "cartaai.example",
      CONVERSATION_API_TIMEOUT: "soon",
      ENABLE_CONVERSATION_SYNC: "maybe",
      WHATSAPP_PHONE_NUMBER_ID: "+51 1 555",
      CARTAAI_SUBDOMAIN: "my restaurant",
    });
    expect(problems.map((problem) => problem.split(":")[0]).sort()).toEqual([
      "CARTAAI_API_BASE_URL",
      "CARTAAI_PORT",
      "CARTAAI_SUBDOMAIN",
      "CONVERSATION_API_TIMEOUT",
      "ENABLE_CONVERSATION_SYNC",
      "PORT",
      "WHATSAPP_PHONE_NUMBER_ID",
      "WHATSAPP_PORT",
    ]);
    expect(problems.join()).not.toMatch(/cartaai\.example|soon|maybe|51 1 555|my restaurant/);
  });

  it("asks for the key of a CartaAI that is not on this machine, beside other problems", () => {
    const problems = problemsOf({ CARTAAI_API_BASE_URL: "https://cartaai.example", PORT: "x" });
    expect(problems).toEqual([
      expect.stringMatching(/^PORT: /),
      "CARTAAI_API_KEY: expected with a CARTAAI_API_BASE_URL that is not on this machine",
    ]);
  });

  it.each(["http://localhost:9000", "http://127.0.0.1:9000/api/v1", "http://[::1]:9000"])(
    "asks for no key for %s",
    (url) => {
      expect(problemsOf({ CARTAAI_API_BASE_URL: url })).toEqual([]);
    },
  );

  it("is explained by .env.example, whose values are usable as they are", () => {
    expect(Object.keys(example())).toContain("CARTAAI_API_BASE_URL");
    expect(problemsOf({ ...example(), CARTAAI_API_KEY: "carta_srv_mine" })).toEqual([]);
  });

  it("puts a configured business first", () => {
    const { businesses } = readStartConfiguration({
      WHATSAPP_PHONE_NUMBER_ID: "42",
      BUSINESS_NAME: "Mine",
      CARTAAI_SUBDOMAIN: "mine",
      CARTAAI_LOCAL_ID: "L1",
    });
    expect(businesses).toEqual([
      { phoneNumberId: "42", name: "Mine", subDomain: "mine", localId: "L1" },
      ...SAMPLE_BUSINESSES,
    ]);
  });

  it("makes up a number for a business of which only the sub-domain is configured", () => {
    const { businesses, environment } = readStartConfiguration({ CARTAAI_SUBDOMAIN: "mine" });
    expect(businesses[0]).toMatchObject({ name: "mine", subDomain: "mine" });
    expect(environment["WHATSAPP_PHONE_NUMBER_ID"]).toBe(businesses[0].phoneNumberId);
  });
});
