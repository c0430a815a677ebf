import { describe, expect, it } from "vitest";
import { readConfig as readAgentConfig } from "../../functions/agent/config.ts";
import { businessOf } from "../../functions/businesses/environment.ts";
import { InvalidEnvironmentError } from "../../functions/configuration/parse-environment.ts";
import { readConfig as readSyncConfig } from "../../functions/sync/config.ts";
import { readConfig as readWebhookConfig } from "../../functions/webhook/config.ts";

type Environment = Readonly<Record<string, string>>;

const SYNC: Environment = {
  SYNC_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/sync.fifo",
  SYNC_DLQ_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/sync-dlq.fifo",
  SESSIONS_TABLE: "sessions",
  CARTAAI_API_BASE_URL: "https://ssgg.api.cartaai.pe",
  CARTAAI_SECRET_ID: "cartaai",
};

const WEBHOOK: Environment = {
  SYNC_QUEUE_URL: SYNC["SYNC_QUEUE_URL"] ?? "",
  IDENTITIES_TABLE: "identities",
  BUSINESSES_TABLE: "businesses",
  WHATSAPP_SECRET_ID: "whatsapp",
};

const AGENT: Environment = {
  ...SYNC,
  TURNS_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/turns.fifo",
  TURNS_DLQ_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/turns-dlq.fifo",
  TURNS_TABLE: "turns",
  CHECKPOINTS_TABLE: "checkpoints",
  BUSINESSES_TABLE: "businesses",
};

function without(environment: Environment, ...names: string[]): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
}

function problemsOf(read: (environment: Environment) => unknown, environment: Environment) {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe("the agent Lambda's environment", () => {
  it("needs queues and tables; who answers and how long anybody waits has defaults", () => {
    expect(readAgentConfig(AGENT)).toMatchObject({
      AGENT: "builtin",
      TURN_PAUSE_SECONDS: 1,
      TURN_PATIENCE_MINUTES: 15,
      STAFF_SILENCE_MINUTES: 30,
      ENABLE_CONVERSATION_SYNC: true,
      USE_CARTAAI_API: true,
    });
  });

  it("needs address and secret of a bot that is reached over HTTP", () => {
    expect(problemsOf(readAgentConfig, { ...AGENT, AGENT: "http" })).toEqual([
      "AGENT_URL: expected with AGENT=http",
      "AGENT_SECRET: expected AGENT_SECRET or AGENT_SECRET_ID with AGENT=http",
    ]);
    const http = { AGENT: "http", AGENT_URL: "https://bot.example/turns", AGENT_SECRET_ID: "bot" };
    expect(problemsOf(readAgentConfig, { ...AGENT, ...http })).toEqual([]);
  });

  it("knows no other agent", () => {
    expect(problemsOf(readAgentConfig, { ...AGENT, AGENT: "python" })).toEqual([
      "AGENT: expected builtin, http or none",
    ]);
  });
});

describe("the sync Lambda's environment", () => {
  it("needs queues, table, address and a key; the rest has defaults", () => {
    expect(readSyncConfig(SYNC)).toMatchObject({
      CARTAAI_AGENT_PREFIX: "/whatsapp",
      CONVERSATION_API_TIMEOUT: 10,
      SYNC_PATIENCE_HOURS: 6,
    });
  });

  it("may hold the key itself instead of its secret", () => {
    expect(
      problemsOf(readSyncConfig, { ...without(SYNC, "CARTAAI_SECRET_ID"), CARTAAI_API_KEY: "k" }),
    ).toEqual([]);
  });

  it("is refused for a missing key together with everything else that is wrong", () => {
    const environment = { CARTAAI_API_BASE_URL: "cartaai", CONVERSATION_API_TIMEOUT: "soon" };

    expect(problemsOf(readSyncConfig, environment)).toEqual([
      "SYNC_QUEUE_URL is not set",
      "SYNC_DLQ_URL is not set",
      "SESSIONS_TABLE is not set",
      "CARTAAI_API_BASE_URL: expected an http:// or https:// address",
      "CONVERSATION_API_TIMEOUT: expected a number from 0.1 to 60",
      "CARTAAI_API_KEY: expected CARTAAI_API_KEY or CARTAAI_SECRET_ID",
    ]);
  });
});

describe("the webhook Lambda's environment", () => {
  const direct = { WHATSAPP_APP_SECRET: "secret", WHATSAPP_VERIFY_TOKEN: "token" };

  it("needs a queue, tables and secrets; publishing is on unless it is switched off", () => {
    expect(readWebhookConfig(WEBHOOK)).toMatchObject({ ENABLE_CONVERSATION_SYNC: true });
    expect(readWebhookConfig({ ...WEBHOOK, ENABLE_CONVERSATION_SYNC: "false" })).toMatchObject({
      ENABLE_CONVERSATION_SYNC: false,
    });
  });

  it("may hold the secrets themselves instead of their id, but both of them", () => {
    const environment = without(WEBHOOK, "WHATSAPP_SECRET_ID");
    const missing = [
      "WHATSAPP_APP_SECRET: expected WHATSAPP_SECRET_ID, or WHATSAPP_APP_SECRET and WHATSAPP_VERIFY_TOKEN",
    ];

    expect(problemsOf(readWebhookConfig, { ...environment, ...direct })).toEqual([]);
    expect(problemsOf(readWebhookConfig, { ...environment, WHATSAPP_APP_SECRET: "s" })).toEqual(missing);
    expect(problemsOf(readWebhookConfig, environment)).toEqual(missing);
  });

  it("is refused for missing secrets and half a business together with everything else that is wrong", () => {
    expect(problemsOf(readWebhookConfig, { WHATSAPP_PHONE_NUMBER_ID: "1001" })).toEqual([
      "SYNC_QUEUE_URL is not set",
      "IDENTITIES_TABLE is not set",
      "BUSINESSES_TABLE is not set",
      expect.stringContaining("expected WHATSAPP_SECRET_ID"),
      "CARTAAI_SUBDOMAIN: expected with WHATSAPP_PHONE_NUMBER_ID",
    ]);
  });

  it("may describe a single business, named by its subdomain when it has no name", () => {
    const single = {
      WHATSAPP_PHONE_NUMBER_ID: "1001",
      CARTAAI_SUBDOMAIN: "la-brasa",
      CARTAAI_LOCAL_ID: "L1",
    };

    expect(businessOf(readWebhookConfig({ ...WEBHOOK, ...single }))).toEqual({
      phoneNumberId: "1001",
      name: "la-brasa",
      subDomain: "la-brasa",
      localId: "L1",
    });
    expect(businessOf(readWebhookConfig(WEBHOOK))).toBeUndefined();
  });

  it("may say which country that business is in, and is refused for one that there is not", () => {
    const single = { WHATSAPP_PHONE_NUMBER_ID: "1001", CARTAAI_SUBDOMAIN: "la-brasa" };
    const country = { BUSINESS_CURRENCY: "BRL", BUSINESS_LANGUAGE: "pt", BUSINESS_CALLING_CODE: "+55" };

    expect(businessOf(readWebhookConfig({ ...WEBHOOK, ...single, ...country }))).toMatchObject({
      currency: "BRL",
      language: "pt",
      callingCode: "+55",
    });
    const wrong = { BUSINESS_CURRENCY: "real", BUSINESS_LANGUAGE: "de", BUSINESS_CALLING_CODE: "55" };
    expect(problemsOf(readWebhookConfig, { ...WEBHOOK, ...single, ...wrong })).toEqual([
      "BUSINESS_CURRENCY: expected a currency's code of three capitals, such as PEN",
      "BUSINESS_LANGUAGE: expected one of es, en, fr, pt",
      "BUSINESS_CALLING_CODE: expected a country's calling code, such as +51",
    ]);
  });
});
