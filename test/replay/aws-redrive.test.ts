import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Conversation, SyncEvent } from "../../functions/sync-events/contract.ts";
import { toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { queueArn } from "../../local/queues/create-queues.ts";
import { newConversation, order, says, state } from "../support/conversations.ts";
import { applyOrdinarily } from "./apply-ordinarily.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

const SOURCE = queueArn(SYNC_QUEUE.deadLetterName);
const DESTINATION = queueArn(SYNC_QUEUE.name);
/** Has SQS itself put events aside, as it does when the sync Lambda cannot even start. */
function exhaustReceives(events: readonly SyncEvent[]): void {
  for (const event of events) {
    const { body, groupId, deduplicationId } = toQueueMessage(event);
    bench.engine.call("SendMessage", {
      ...{ QueueUrl: bench.urls.queue, MessageBody: body },
      ...{ MessageGroupId: groupId, MessageDeduplicationId: deduplicationId },
    });
    for (let times = 0; times <= SYNC_QUEUE.maxReceiveCount; times++) {
      bench.engine.call("ReceiveMessage", { QueueUrl: bench.urls.queue, VisibilityTimeout: 0 });
    }
  }
}

/** Starts AWS's redrive, with the sync Lambda at work meanwhile, and waits for its end. */
async function redrive(destination: string | undefined): Promise<ListMessageMoveTasksResultEntry> {
  await bench.sqs.send(
    new StartMessageMoveTaskCommand({
      ...{ SourceArn: SOURCE, DestinationArn: destination, MaxNumberOfMessagesPerSecond: 4 },
    }),
  );
  for (;;) {
    const { Results: [task] = [] } = await bench.sqs.send(
      new ListMessageMoveTasksCommand({ SourceArn: SOURCE }),
    );
    if (task !== undefined && task.Status !== "RUNNING") return task;
    bench.time.now += 500;
    await bench.sync.work();
  }
}

/** Everything that CartaAI was made to write for a person, in order. */
function written({ phone }: Conversation): string[] {
  return bench.cartaai
    .ledger()
    .entries.filter(({ userId }) => userId === phone)
    .map((entry) => {
      if (entry.kind === "message") return entry.content;
      return entry.kind === "state" ? `state ${entry.state.step}` : `order ${entry.orderId}`;
    });
}

describe("dead letters of events that AWS's own redrive moves to sync.fifo", () => {
  it("are each applied once and in order, whoever put them aside, and what was applied before is not doubled", async () => {
    const [ana, luis] = [newConversation(), newConversation()];
    const applied = says(ana, "Antes");
    await applyOrdinarily(bench, applied);
    await bench.putAside([applied, says(ana, "Uno"), state(ana, { step: "cart" }), says(luis, "Primero")]);
    exhaustReceives([says(luis, "Segundo"), says(luis, "Tercero")]);
    await bench.putAside([says(luis, "Cuarto"), order(ana, "A-1"), says(ana, "Dos")]);
    await applyOrdinarily(bench, says(ana, "Mientras tanto"));
    expect(bench.deadLetters()).toHaveLength(9);

    const task = await redrive(DESTINATION);
    await bench.sync.finish();

    expect(task).toMatchObject({ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 9 });
    expect(written(ana)).toEqual(["Antes", "Mientras tanto", "Uno", "state cart", "order A-1", "Dos"]);
    expect(written(luis)).toEqual(["Primero", "Segundo", "Tercero", "Cuarto"]);
    expect(bench.deadLetters()).toEqual([]);
    expect(bench.queued()).toEqual([]);
  });

  it("do not turn a conversation back where SQS put them aside by itself, and a newer state came since", async () => {
    const ana = newConversation();
    const ago = (hours: number) => new Date(bench.time.now - hours * 60 * 60 * 1000).toISOString();
    exhaustReceives([
      state(ana, { step: "cart", occurredAt: ago(30) }),
      says(ana, "Uno", { occurredAt: ago(30) }),
    ]);
    await applyOrdinarily(bench, state(ana, { step: "paid", occurredAt: ago(0) }));

    await redrive(DESTINATION);
    await bench.sync.finish();

    expect(written(ana)).toEqual(["state paid", "Uno"]);
    expect(bench.deadLetters()).toEqual([]);
  });

  it("become dead letters again where they are refused again, and can be moved once more", async () => {
    const ana = newConversation();
    await bench.putAside([says(ana, "Uno"), says(ana, "Dos"), says(ana, "Tres")]);
    bench.cartaai.faults.add({ fault: "refuse", operation: "addMessage", status: 422, times: 2 });

    await redrive(DESTINATION);
    await bench.sync.finish();
    expect(written(ana)).toEqual(["Tres"]);
    expect(bench.deadLetters()).toHaveLength(2);
    await redrive(DESTINATION);
    await bench.sync.finish();

    expect(written(ana)).toEqual(["Tres", "Uno", "Dos"]);
    expect(bench.deadLetters()).toEqual([]);
  });

  it("stay where they are when no destination is named: SQS does not know where ours came from", async () => {
    const ana = newConversation();
    await bench.putAside([says(ana, "Uno"), says(ana, "Dos")]);

    const task = await redrive(undefined);

    expect(task).toMatchObject({ Status: "FAILED", FailureReason: "CouldNotDetermineMessageSource" });
    expect(bench.deadLetters()).toHaveLength(2);
  });

  it("are applied once when a run of ours works on the same ones meanwhile", async () => {
    const people = Array.from({ length: 6 }, () => newConversation());
    for (const line of ["1", "2", "3"]) await bench.putAside(people.map((person) => says(person, line)));

    const [task] = await Promise.all([redrive(DESTINATION), bench.replay({ action: "run", rate: 3 })]);
    await bench.replay({ action: "run" });
    await bench.sync.finish();

    expect(task.Status).toBe("COMPLETED");
    for (const person of people) expect(written(person).toSorted()).toEqual(["1", "2", "3"]);
    expect(bench.deadLetters()).toEqual([]);
  });
});
