import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { inBatches, MAX_ENTRIES } from "./in-batches.ts";
import { type Letter, readLetter } from "./letter.ts";
import type { QueueKind } from "./queue-kinds.ts";

/** Seconds that a received dead letter stays hidden: so long others wait for what a killed process held. */
export const VISIBILITY = 120;
/** Milliseconds before that time is over at which it is prolonged. */
const MARGIN = (VISIBILITY / 2) * 1000;
/** Seconds. A receive that does not wait may find nothing although there is something. */
const RECEIVE_WAIT = 1;
const DELETE_ATTEMPTS = 3;

/**
 * The dead letters that this process has received and has not given back. While one of a FIFO group is held, SQS hands
 * out no other of the group: what is held stays in order, and nobody else works on it.
 */
export interface Hold {
  readonly size: number;
  /** Not after it was lost, also if it was received once more since: that is another letter. */
  has(letter: Letter): boolean;
  /** Up to 10 more; none when nothing can be received any more. Each group's are in order. */
  receive(): Promise<Letter[]>;
  /** Makes sure that what is held stays so for another minute; what was lost meanwhile is not held any more. */
  keep(): Promise<void>;
  /** Deletes letters for good. @returns those that are deleted; the others are still held */
  remove(letters: readonly Letter[]): Promise<Letter[]>;
  /** Ids of the groups of which SQS hands out no more, because ten are held. */
  fullGroups(): ReadonlySet<string>;
  /** Gives back all that is held of some groups, so that it can be received again with what follows it. @returns it */
  giveBack(groupIds: ReadonlySet<string>): Promise<Letter[]>;
  /** Gives back all that is held. What cannot be given back comes back by itself. */
  release(): Promise<void>;
}

interface Held {
  readonly letter: Letter;
  /** Epoch milliseconds at which it is visible again. */
  readonly until: number;
}

export function createHold(
  sqs: SQSClient,
  { kind, deadLettersUrl: QueueUrl }: { readonly kind: QueueKind; readonly deadLettersUrl: string },
  clock: () => number,
): Hold {
  const held = new Map<string, Held>();
  const hidden = () => clock() + VISIBILITY * 1000;

  function hide(letters: readonly Letter[], VisibilityTimeout: number): Promise<Letter[]> {
    return inBatches(letters, (batch) => {
      const Entries = batch.map(({ receiptHandle: ReceiptHandle }, index) => ({
        ...{ Id: String(index), ReceiptHandle, VisibilityTimeout },
      }));
      return sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    });
  }

  function forget(letters: readonly Letter[]): void {
    for (const { messageId } of letters) held.delete(messageId);
  }

  /** Whoever has lost one letter of a group may not go on with its later ones: they would overtake it. */
  async function giveUpGroupsOf(lost: readonly Letter[]): Promise<void> {
    await hold.giveBack(new Set(lost.map(({ groupId }) => groupId)));
  }

  const letters = () => [...held.values()].map(({ letter }) => letter);

  const hold: Hold = {
    get size() {
      return held.size;
    },

    has: (letter) => held.get(letter.messageId)?.letter === letter,

    async receive() {
      await hold.keep();
      const until = hidden();
      const { Messages: messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: MAX_ENTRIES,
          VisibilityTimeout: VISIBILITY,
          WaitTimeSeconds: RECEIVE_WAIT,
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
          // If the answer is lost, the SDK's next attempt gets the same messages.
          ReceiveRequestAttemptId: randomUUID(),
        }),
      );
      const received = messages.map((message) => readLetter(message, kind));
      for (const letter of received) held.set(letter.messageId, { letter, until });
      return received;
    },

    async keep() {
      const ending = [...held.values()].filter(({ until }) => until - clock() < MARGIN);
      if (ending.length === 0) return;
      const until = hidden();
      const prolonged = ending.map(({ letter }) => letter);
      const lost = await hide(prolonged, VISIBILITY);
      for (const letter of prolonged) held.set(letter.messageId, { letter, until });
      if (lost.length > 0) await giveUpGroupsOf(lost);
    },

    async remove(letters) {
      let waiting = [...letters];
      for (let attempt = 1; waiting.length > 0 && attempt <= DELETE_ATTEMPTS; attempt++) {
        waiting = await inBatches(waiting, (batch) => {
          const Entries = batch.map(({ receiptHandle: ReceiptHandle }, index) => ({
            ...{ Id: String(index), ReceiptHandle },
          }));
          return sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        });
      }
      const removed = letters.filter((letter) => !waiting.includes(letter));
      forget(removed);
      return removed;
    },

    fullGroups() {
      const groups = [...Map.groupBy(letters(), ({ groupId }) => groupId)];
      return new Set(groups.flatMap(([groupId, { length }]) => (length >= MAX_ENTRIES ? [groupId] : [])));
    },

    async giveBack(groupIds) {
      const given = letters().filter(({ groupId }) => groupIds.has(groupId));
      forget(given);
      await hide(given, 0);
      return given;
    },

    async release() {
      const all = letters();
      held.clear();
      await hide(all, 0).catch(() => undefined);
    },
  };
  return hold;
}
