import { describe, expect, it } from "vitest";
import { lambdaEnvironment } from "../../../local/runtime/lambda-environment.ts";

const ADDRESSES = {
  sqs: "http://127.0.0.1:1",
  dynamodb: "http://127.0.0.1:2",
  syncQueue: "http://127.0.0.1:1/000000000000/sync.fifo",
  syncDeadLetters: "http://127.0.0.1:1/000000000000/sync-dlq.fifo",
  turnsQueue: "http://127.0.0.1:1/000000000000/turns.fifo",
  turnsDeadLetters: "http://127.0.0.1:1/000000000000/turns-dlq.fifo",
  cartaai: "http://127.0.0.1:3",
  whatsapp: "http://127.0.0.1:4",
};

describe("the environment of the local Lambdas", () => {
  it("has local secrets where nothing is set, an empty variable included", () => {
    const environment = lambdaEnvironment({ WHATSAPP_APP_SECRET: "mine", CARTAAI_API_KEY: "" }, ADDRESSES);
    expect(environment).toMatchObject({
      WHATSAPP_APP_SECRET: "mine",
      WHATSAPP_VERIFY_TOKEN: "local-verify-token",
      CARTAAI_API_KEY: "carta_srv_local",
    });
  });

  it("never points to real queues, tables, secrets or credentials", () => {
    const real = {
      SYNC_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/1/sync.fifo",
      SYNC_DLQ_URL: "https://sqs.us-east-1.amazonaws.com/1/sync-dlq.fifo",
      TURNS_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/1/turns.fifo",
      TURNS_DLQ_URL: "https://sqs.us-east-1.amazonaws.com/1/turns-dlq.fifo",
      TURNS_TABLE: "prod-turns",
      CHECKPOINTS_TABLE: "prod-checkpoints",
      SESSIONS_TABLE: "prod-sessions",
      IDENTITIES_TABLE: "prod-identities",
      BUSINESSES_TABLE: "prod-businesses",
      AWS_ENDPOINT_URL_SQS: "https://sqs.us-east-1.amazonaws.com",
      AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.us-east-1.amazonaws.com",
      WHATSAPP_SECRET_ID: "prod/whatsapp",
      CARTAAI_SECRET_ID: "prod/cartaai",
      AI_SECRET_ID: "prod/models",
      AGENT_SECRET_ID: "prod/agent",
      AWS_ACCESS_KEY_ID: "AKIAREAL",
      AWS_SECRET_ACCESS_KEY: "real",
    };
    const environment: Record<string, string | undefined> = lambdaEnvironment(real, ADDRESSES);
    for (const [name, value] of Object.entries(real)) expect(environment[name]).not.toBe(value);
  });
});
