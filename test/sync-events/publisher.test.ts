import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import { parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { createSyncEventPublisher, EventTooLargeError } from "../../functions/sync-events/publisher.ts";
import { groupOf } from "../../functions/sync-events/queue-message.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { drain } from "../queues/drain.ts";
import { startQueues } from "../queues/start-fauxqs.ts";
import { ANA, messageEvent, orderEvent, stateEvent } from "./sample-events.ts";

let queues: Awaited<ReturnType<typeof startQueues>>;
let queueUrl: string;

beforeAll(async () => {
  queues = await startQueues([SYNC_QUEUE]);
  queueUrl = queues.queueUrl(SYNC_QUEUE.name);
});

afterAll(() => queues.stop());

function publish(events: readonly SyncEvent[]): Promise<void> {
  return createSyncEventPublisher(queues.client, queueUrl).publish(events);
}

describe("the publisher", () => {
  it("queues every event, in order within each conversation", async () => {
    const beto = { subDomain: ANA.subDomain, key: "+51977777777", phone: "+51977777777" };
    const events = Array.from({ length: 24 }, (_, index) =>
      messageEvent({
        id: `wamid.order.${index}`,
        content: `message ${index}`,
        conversation: index % 3 ? ANA : beto,
      }),
    );

    await publish(events);

    const received = (await drain(queues.client, queueUrl)).map(({ Body }) => parseSyncEvent(Body ?? ""));
    expect(Map.groupBy(received, ({ conversation }) => groupOf(conversation))).toEqual(
      Map.groupBy(events, ({ conversation }) => groupOf(conversation)),
    );
  });

  it("may be asked twice: a repetition is dropped", async () => {
    const events = [messageEvent({ id: "wamid.twice" }), stateEvent({ id: "wamid.twice:state" })];

    await publish(events);
    await publish(events);

    expect(await drain(queues.client, queueUrl)).toHaveLength(2);
  });

  it("sends nothing at all when one of the events is too large for any queue", async () => {
    const tooLarge = stateEvent({ id: "wamid.large", context: { notes: "á".repeat(600_000) } });

    const publishing = publish([orderEvent({ id: "wamid.small" }), tooLarge]);

    await expect(publishing).rejects.toThrow(EventTooLargeError);
    await expect(publishing).rejects.toThrow(/^a state event of 1200\d{3} bytes is over/);
    expect(await drain(queues.client, queueUrl)).toEqual([]);
  });

  it("has nothing to do for no events", async () => {
    await publish([]);
    expect(await drain(queues.client, queueUrl)).toEqual([]);
  });
});
