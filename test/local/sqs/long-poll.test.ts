import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { expect, it } from "vitest";
import { queueArn } from "../../../local/queues/create-queues.ts";
import { startEventSourceMapping } from "../../../local/runtime/event-source-mapping.ts";
import { createLambda } from "../../../local/runtime/lambda.ts";
import { SqsEngine } from "../../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../../local/sqs/protocol/direct-client.ts";
import { receiveWaiting, type Wait, waitRealTime } from "../../../local/sqs/protocol/long-poll.ts";
import { eventually } from "../../support/eventually.ts";

const FIFO = { QueueName: "orders.fifo", Attributes: { FifoQueue: "true" } };
const SENDS = 600;
const GC_EVERY = 60;
const ALONE_EVERY = 10;

const messageOf = (number: number) => ({
  MessageBody: `message ${number}`,
  MessageGroupId: `conversation-${number % 7}`,
  MessageDeduplicationId: String(number),
});

// What becomes visible after the look, and before the waiting, is what would be waited for in vain.
it.each([0, 1, 2, 3, 4, 5, 6, 7])(
  "a receive gets a message that becomes visible %i readings of the clock after it began",
  async (readings) => {
    let now = 0;
    let step = 0;
    const clock = () => {
      now += step;
      return now;
    };
    const engine = new SqsEngine({ clock });
    const { QueueUrl = "" } = engine.call("CreateQueue", FIFO);
    engine.call("SendMessage", { QueueUrl, ...messageOf(1) });
    engine.call("ReceiveMessage", { QueueUrl, VisibilityTimeout: 1 });
    const visibleAt = 1_000;
    now = visibleAt - readings;
    step = 1;
    const wait: Wait = async (milliseconds, signal) => {
      if (!signal.aborted) now += milliseconds;
    };

    const signal = new AbortController().signal;
    const { Messages } = await receiveWaiting(engine, { QueueUrl, WaitTimeSeconds: 20 }, { wait, signal });

    expect(Messages).toHaveLength(1);
    expect(now - visibleAt).toBeLessThan(100);
  },
);

it("an event source mapping hands over whatever is sent, wherever in its receiving that falls", async () => {
  const collectGarbage = exposedCollector();
  const engine = new SqsEngine();
  const { QueueUrl = "" } = engine.call("CreateQueue", FIFO);
  const endedByTime: number[] = [];
  const wait: Wait = async (milliseconds, signal) => {
    await waitRealTime(milliseconds, signal);
    if (!signal.aborted) endedByTime.push(milliseconds);
  };
  const handled: string[] = [];
  const errors: unknown[] = [];
  const sqs = createDirectClient(engine, { wait });
  const mapping = startEventSourceMapping({
    ...{ sqs, queueUrl: QueueUrl, source: { queueArn: queueArn(FIFO.QueueName), region: "us-east-1" } },
    consumer: { batchSize: 10, timeout: 60, maxConcurrency: 3, reportBatchItemFailures: false },
    lambda: createLambda<SQSEvent, unknown>({
      ...{ name: "worker", timeout: 60 },
      coldStart: () => async (event) => {
        await nextTurn();
        handled.push(...event.Records.map(({ body }) => body));
      },
    }),
    onError: (error) => errors.push(error),
  });

  for (let number = 1; number <= SENDS; number += 1) {
    await sqs.send(new SendMessageCommand({ QueueUrl, ...messageOf(number) }));
    // None or a few turns of the event loop: each falls at another point of the receiving.
    for (let turn = 0; turn < number % 5; turn += 1) await nextTurn();
    if (number % GC_EVERY === 0) collectGarbage();
    // Alone in its queue a message has nothing after it that would wake the receive in its stead.
    if (number % ALONE_EVERY === 0) await eventually(() => expect(handled).toHaveLength(number));
  }

  await eventually(() => expect(handled).toHaveLength(SENDS));
  await mapping.stop();
  expect({ endedByTime, errors }).toEqual({ endedByTime: [], errors: [] });
  expect(new Set(handled).size).toBe(SENDS);
});

/** Node's own, which is hidden by default: what only a weak reference holds is gone afterwards. */
function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
