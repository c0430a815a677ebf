import { describe, expect, it } from "vitest";
import { DEAD_LETTER_RETENTION, SYNC_QUEUE } from "../../lib/resources.ts";
import { synthesise } from "./synthesis.ts";

const queue = () => synthesise("dev").resource("SyncPipeline/Events/Queue").Properties;
const deadLetters = () => synthesise("dev").resource("SyncPipeline/Events/DeadLetters").Properties;
const lambda = () => synthesise("dev").resource("SyncPipeline/Sync/Function").Properties;
const source = () => synthesise("dev").resource("SyncPipeline/Sync/Function/Events").Properties;

describe("sync.fifo and its dead letters", () => {
  it.each([
    ["sync.fifo", queue],
    ["sync-dlq.fifo", deadLetters],
  ])("%s is FIFO with high throughput, encrypted", (name, properties) => {
    expect(properties()).toMatchObject({
      QueueName: `conversation-bridge-dev-${name}`,
      FifoQueue: true,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
      SqsManagedSseEnabled: true,
    });
  });

  it("take what the shared settings say", () => {
    expect(queue()).toMatchObject({
      VisibilityTimeout: SYNC_QUEUE.visibilityTimeout,
      MessageRetentionPeriod: SYNC_QUEUE.retention,
      RedrivePolicy: { maxReceiveCount: SYNC_QUEUE.maxReceiveCount },
    });
    expect(deadLetters()["MessageRetentionPeriod"]).toBe(DEAD_LETTER_RETENTION);
    expect(DEAD_LETTER_RETENTION).toBe(14 * 24 * 60 * 60);
  });

  it("belong together: dead letters come from sync.fifo alone", () => {
    const { paths } = synthesise("dev");
    const target = JSON.stringify(queue()["RedrivePolicy"]);
    const [deadLettersId] = [...paths].find(([, path]) => path === "SyncPipeline/Events/DeadLetters") ?? [];

    expect(target).toContain(`"Fn::GetAtt":["${deadLettersId}","Arn"]`);
    expect(deadLetters()["RedriveAllowPolicy"]).toMatchObject({ redrivePermission: "byQueue" });
    expect(JSON.stringify(deadLetters()["RedriveAllowPolicy"])).toContain(
      ":conversation-bridge-dev-sync.fifo",
    );
  });

  it.each(["Queue", "DeadLetters"])("refuse a request without TLS: %s", (id) => {
    expect(
      synthesise("dev").resource(`SyncPipeline/Events/${id}/Policy`).Properties["PolicyDocument"],
    ).toMatchObject({
      Statement: [
        {
          Effect: "Deny",
          Action: "sqs:*",
          Principal: { AWS: "*" },
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("outlive the stack in prod, with what waits in them", () => {
    expect(synthesise("prod").resource("SyncPipeline/Events/Queue").DeletionPolicy).toBe("Retain");
    expect(synthesise("prod").resource("SyncPipeline/Events/DeadLetters").DeletionPolicy).toBe("Retain");
  });
});

describe("the sync Lambda", () => {
  it("runs on Node 24 on ARM, traced, with source maps and JSON logs that are deleted in time", () => {
    expect(lambda()).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      MemorySize: 512,
      Timeout: SYNC_QUEUE.consumer.timeout,
      TracingConfig: { Mode: "Active" },
      LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "DEBUG" },
      Environment: {
        Variables: { NODE_OPTIONS: "--enable-source-maps", POWERTOOLS_SERVICE_NAME: "sync-dev" },
      },
    });
    expect(synthesise("dev").resource("SyncPipeline/Sync/Logs").Properties["RetentionInDays"]).toBe(14);
    expect(synthesise("prod").resource("SyncPipeline/Sync/Logs").Properties["RetentionInDays"]).toBe(90);
  });

  it("is not given more concurrency than the account's share unless it is reserved", () => {
    const reserved = synthesise("dev", { sync: { reservedConcurrency: 25, memory: 1024 } });

    expect(lambda()["ReservedConcurrentExecutions"]).toBeUndefined();
    expect(reserved.resource("SyncPipeline/Sync/Function").Properties).toMatchObject({
      ReservedConcurrentExecutions: 25,
      MemorySize: 1024,
    });
  });

  it("is fed by sync.fifo, never floods CartaAI, and hands back single events", () => {
    expect(source()).toMatchObject({
      BatchSize: SYNC_QUEUE.consumer.batchSize,
      ScalingConfig: { MaximumConcurrency: SYNC_QUEUE.consumer.maxConcurrency },
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("takes no call for settled that CartaAI may still be at work on, however long it is waited for", () => {
    const cartaai = { baseUrl: "https://cartaai.example", timeout: 45 };
    const settings = { Variables: { CONVERSATION_API_TIMEOUT: "45", SYNC_SETTLE_SECONDS: "135" } };
    const { resource } = synthesise("dev", { cartaai });

    for (const path of ["SyncPipeline/Sync", "TurnPipeline/Agent"])
      expect(resource(`${path}/Function`).Properties["Environment"]).toMatchObject(settings);
  });

  it("has been told its stage's CartaAI, and where its secret is instead of the secret", () => {
    const variables = (stage: string) =>
      synthesise(stage).resource("SyncPipeline/Sync/Function").Properties["Environment"];

    expect(variables("dev")).toMatchObject({
      Variables: {
        CARTAAI_API_BASE_URL: "https://dev.ssgg.api.cartaai.pe",
        CARTAAI_SECRET_ID: { Ref: expect.stringContaining("CartaAI") },
        CONVERSATION_API_TIMEOUT: "10",
        SYNC_SETTLE_SECONDS: "30",
        SYNC_PATIENCE_HOURS: "6",
      },
    });
    expect(variables("prod")).toMatchObject({
      Variables: { CARTAAI_API_BASE_URL: "https://ssgg.api.cartaai.pe" },
    });
    expect(variables("dev")).not.toHaveProperty("Variables.CARTAAI_API_KEY");
  });
});

describe("timeouts of the sync pipeline", () => {
  it("hides a message for six times as long as a batch may take, as AWS asks", () => {
    expect(queue()["VisibilityTimeout"]).toBeGreaterThanOrEqual(6 * Number(lambda()["Timeout"]));
  });
});
