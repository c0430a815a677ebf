import type { Message } from "@aws-sdk/client-sqs";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FifoMessage } from "../../functions/queues/fifo-message.ts";
import { sendInOrder } from "../../functions/queues/send-in-order.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { drain } from "./drain.ts";
import { byGroup, fifoMessage, mixedGroups } from "./sample-messages.ts";
import { startQueues } from "./start-fauxqs.ts";

let queues: Awaited<ReturnType<typeof startQueues>>;
let queueUrl: string;

beforeAll(async () => {
  queues = await startQueues([SYNC_QUEUE]);
  queueUrl = queues.queueUrl(SYNC_QUEUE.name);
});

afterAll(() => queues.stop());

const read = ({ Body: body, Attributes: attributes }: Message) => ({
  body,
  groupId: attributes?.MessageGroupId ?? "",
});

describe("sending to a FIFO queue", () => {
  it("queues every message, and those of a group in their order", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(mixedGroups(16), async (messages) => {
        run += 1;
        const fresh = messages.map((message) => ({
          ...message,
          deduplicationId: `${run}-${message.deduplicationId}`,
        }));

        await sendInOrder(queues.client, queueUrl, fresh);

        const received = (await drain(queues.client, queueUrl)).map(read);
        expect(byGroup(received)).toEqual(byGroup(messages.map(({ body, groupId }) => ({ body, groupId }))));
      }),
      { numRuns: 8 },
    );
  });

  it("passes group, deduplication id and attributes on", async () => {
    const message: FifoMessage = {
      ...fifoMessage("group", "body"),
      attributes: { class: "permanent", attempts: "3" },
    };

    await sendInOrder(queues.client, queueUrl, [message]);

    expect(await drain(queues.client, queueUrl)).toMatchObject([
      {
        Body: "body",
        Attributes: { MessageGroupId: "group", MessageDeduplicationId: "group-body" },
        MessageAttributes: {
          class: { DataType: "String", StringValue: "permanent" },
          attempts: { DataType: "String", StringValue: "3" },
        },
      },
    ]);
  });

  it("asks SQS for nothing when there is nothing to send", async () => {
    await expect(sendInOrder(queues.client, "http://127.0.0.1:1/nowhere", [])).resolves.toBeUndefined();
  });
});
