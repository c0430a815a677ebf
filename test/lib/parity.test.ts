import { DescribeTableCommand, ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { textWebhook } from "../support/webhook-bodies.ts";
import { deployedMappings, deployedQueues, deployedTables } from "./deployed-settings.ts";
import { synthesise } from "./synthesis.ts";

/**
 * What is tried on one machine is what is deployed: the attributes of the running stand-ins, as their own APIs tell them,
 * against the synthesised template.
 */
let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem();
});
afterAll(() => system.stop());

const template = () => synthesise("prod");
const baseName = (address: string) => address.split(/[/:]/).at(-1) ?? "";

async function runningQueues() {
  const { QueueUrls: urls = [] } = await system.sqs.send(new ListQueuesCommand({}));
  const attributes = await Promise.all(
    urls.map(async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
      return [baseName(QueueUrl), (await system.sqs.send(command)).Attributes ?? {}] as const;
    }),
  );
  return new Map(attributes);
}

describe("queues", () => {
  it("are the same ones here and in the template", async () => {
    expect([...(await runningQueues()).keys()].sort()).toEqual([...deployedQueues(template()).keys()].sort());
  });

  it("are FIFO alike, hide and keep messages for as long, and count them out after as many receives", async () => {
    const running = await runningQueues();

    for (const [name, deployed] of deployedQueues(template())) {
      const here = running.get(name) ?? {};
      const redrive = JSON.parse(here["RedrivePolicy"] ?? "{}");
      expect({
        fifo: here["FifoQueue"],
        deduplicationScope: here["DeduplicationScope"],
        throughputLimit: here["FifoThroughputLimit"],
        contentBased: here["ContentBasedDeduplication"],
        visibility: Number(here["VisibilityTimeout"]),
        retention: Number(here["MessageRetentionPeriod"]),
        maxReceiveCount: redrive.maxReceiveCount && Number(redrive.maxReceiveCount),
        deadLetters: redrive.deadLetterTargetArn && baseName(redrive.deadLetterTargetArn),
      }).toEqual(deployed);
    }
  });
});

describe("event sources", () => {
  it("take as many messages, run as many batches at once and report failures alike", () => {
    const running = system.eventSources.map(({ functionName, queueArn, consumer }) => ({
      functionName,
      queue: baseName(queueArn),
      ...consumer,
    }));

    expect(running).toEqual(deployedMappings(template()));
  });
});

describe("timeouts", () => {
  it("hide a message for six times as long as its Lambda may take, as AWS asks", () => {
    const queues = deployedQueues(template());
    for (const { queue = "", timeout = 0 } of deployedMappings(template())) {
      expect(timeout).toBeGreaterThan(0);
      expect(queues.get(queue)?.visibility).toBeGreaterThanOrEqual(6 * timeout);
    }
  });
});

describe("tables", () => {
  async function runningTables() {
    const { TableNames: names = [] } = await system.dynamodb.send(new ListTablesCommand({}));
    const tables = await Promise.all(
      names.map((TableName) => system.dynamodb.send(new DescribeTableCommand({ TableName }))),
    );
    return new Map(tables.map(({ Table: table }) => [table?.TableName ?? "", table]));
  }

  it("are the same ones, with the same keys, paid by request", async () => {
    const running = await runningTables();
    const deployed = deployedTables(template());

    expect([...running.keys()].sort()).toEqual([...deployed.keys()].sort());
    for (const [name, { keys }] of deployed) {
      expect(running.get(name)?.KeySchema).toEqual(keys);
      expect(running.get(name)?.BillingModeSummary?.BillingMode).toBe("PAY_PER_REQUEST");
    }
  });

  it("hold items that expire by the attribute that the template names, and only in tables that have one", async () => {
    const [business] = SAMPLE_BUSINESSES;
    await postWebhook(system, textWebhook(business, "51999999999", "Hola"));
    await system.waitUntilIdle();

    const written = [];
    for (const [TableName, { timeToLive }] of deployedTables(template())) {
      const { Items: items = [] } = await system.dynamodb.send(new ScanCommand({ TableName }));
      for (const item of items) {
        const expiry = timeToLive === undefined ? undefined : Number(item[timeToLive]?.N);
        if (timeToLive === undefined) expect(item).not.toHaveProperty("expiresAt");
        else expect(expiry).toBeGreaterThan(Date.now() / 1000);
      }
      if (items.length > 0) written.push(TableName);
    }
    expect(written).toEqual(expect.arrayContaining(["businesses", "identities", "sessions"]));
  });
});
