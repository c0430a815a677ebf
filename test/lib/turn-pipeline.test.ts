import { describe, expect, it } from "vitest";
import { TURNS_QUEUE } from "../../lib/resources.ts";
import { permissionsOf } from "./permissions.ts";
import { synthesise } from "./synthesis.ts";

const http = { kind: "http", url: "https://bot.example/turns", models: { chat: "a-model" } };

function agent(changes: Record<string, unknown> = {}, stage = "dev") {
  return synthesise(stage, changes).resource("TurnPipeline/Agent/Function").Properties;
}

function variables(changes: Record<string, unknown> = {}, stage = "dev") {
  return (agent(changes, stage)["Environment"] as { Variables: Record<string, unknown> }).Variables;
}

describe("turns.fifo and its dead letters", () => {
  it.each([
    ["turns.fifo", "Queue"],
    ["turns-dlq.fifo", "DeadLetters"],
  ])("%s is FIFO with high throughput, and outlives the stack in prod", (name, id) => {
    expect(synthesise("dev").resource(`TurnPipeline/Turns/${id}`).Properties).toMatchObject({
      QueueName: `conversation-bridge-dev-${name}`,
      FifoQueue: true,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
    });
    expect(synthesise("prod").resource(`TurnPipeline/Turns/${id}`).DeletionPolicy).toBe("Retain");
  });

  it("leave six times the Lambda's time before a message is delivered again", () => {
    expect(TURNS_QUEUE.consumer.timeout).toBe(60);
    expect(TURNS_QUEUE.visibilityTimeout).toBeGreaterThanOrEqual(6 * TURNS_QUEUE.consumer.timeout);
    expect(synthesise("dev").resource("TurnPipeline/Turns/Queue").Properties).toMatchObject({
      VisibilityTimeout: TURNS_QUEUE.visibilityTimeout,
    });
  });
});

describe("the agent Lambda", () => {
  it("is updated after the sync Lambda, which has to understand what it publishes", () => {
    const { paths, resource } = synthesise("dev");
    const dependsOn = [resource("TurnPipeline/Agent/Function").DependsOn ?? []].flat();

    expect(dependsOn.map((id) => paths.get(id))).toContain("SyncPipeline/Sync/Function");
  });

  it("runs on Node 24 on ARM, and hands back single messages", () => {
    expect(agent()).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      MemorySize: 1024,
      Timeout: 60,
    });
    expect(synthesise("dev").resource("TurnPipeline/Agent/Function/Turns").Properties).toMatchObject({
      BatchSize: TURNS_QUEUE.consumer.batchSize,
      ScalingConfig: { MaximumConcurrency: TURNS_QUEUE.consumer.maxConcurrency },
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("has its settings from the stage, and names of secrets instead of secrets", () => {
    expect(variables()).toMatchObject({
      AGENT: "builtin",
      TURN_PAUSE_SECONDS: "1",
      TURN_PATIENCE_MINUTES: "15",
      STAFF_SILENCE_MINUTES: "30",
      CARTAAI_SECRET_ID: { Ref: expect.stringContaining("CartaAI") },
    });
    expect(Object.keys(variables())).not.toEqual(expect.arrayContaining(["AGENT_URL"]));
    expect(variables({ bot: { ...http, pause: 0, staffSilence: 5 } })).toMatchObject({
      AGENT: "http",
      AGENT_URL: "https://bot.example/turns",
      AGENT_SECRET_ID: { Ref: expect.stringContaining("Bot") },
      AI_SECRET_ID: { Ref: expect.stringContaining("Models") },
      AI_CHAT_MODEL: "a-model",
      TURN_PAUSE_SECONDS: "0",
      STAFF_SILENCE_MINUTES: "5",
    });
  });

  it("may read the tokens of this stage's businesses, and the secrets of its bot", () => {
    const [plain = [], withBot = []] = [{}, { bot: http }].map(
      (changes) => permissionsOf(synthesise("dev", changes))["TurnPipeline/Agent/Role"],
    );
    const secretsIn = (sentences: readonly string[]) => sentences.join().match(/:secret:|Secrets\/\w+/g);

    expect(plain.join()).toContain(":secret:conversation-bridge/dev/businesses/*");
    expect(secretsIn(plain)?.toSorted()).toEqual([":secret:", "Secrets/CartaAI"]);
    expect(secretsIn(withBot)?.toSorted()).toEqual([
      ":secret:",
      "Secrets/Bot",
      "Secrets/CartaAI",
      "Secrets/Models",
    ]);
  });

  it("is told to nobody else: with nobody who answers, the webhook publishes no turns", () => {
    const { Environment } = synthesise("dev", { bot: { kind: "none" } }).resource(
      "WebhookApi/Webhook/Function",
    ).Properties as { Environment: { Variables: Record<string, unknown> } };

    expect(Environment.Variables["AGENT"]).toBe("none");
  });
});
