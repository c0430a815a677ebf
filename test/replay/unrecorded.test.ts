import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { QUEUE_KINDS, type QueueKind } from "../../functions/dead-letters/queue-kinds.ts";
import type { ReplayDependencies } from "../../functions/replay/dependencies.ts";
import { conversationSchema } from "../../functions/sync-events/contract.ts";
import { MalformedEventError } from "../../functions/sync-events/parse.ts";
import { groupOf } from "../../functions/sync-events/queue-message.ts";
import { toTurnMessage } from "../../functions/turns/queue-message.ts";
import { types } from "../support/agent-bench.ts";
import { newConversation } from "../support/conversations.ts";
import { type ReplayBench, startReplayBench } from "./replay-bench.ts";

let bench: ReplayBench;

beforeAll(async () => {
  bench = await startReplayBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.stop());

const noteSchema = z.object({
  note: z.string(),
  conversation: conversationSchema,
  occurredAt: z.string(),
});

/** Something of its own, of which the sessions table knows nothing. */
const NOTES: QueueKind = {
  queueUrl: "NOTES_QUEUE_URL",
  deadLettersUrl: "NOTES_DLQ_URL",
  partsOf: () => undefined,
  parse(body) {
    const parsed = noteSchema.safeParse(JSON.parse(body));
    if (!parsed.success) throw new MalformedEventError("malformed-event", "no note");
    const { note, conversation, occurredAt } = parsed.data;
    return { id: note, type: "note", conversation, occurredAt };
  },
  groupOf: (conversation) => `notes-${groupOf(conversation)}`,
  isRecorded: false,
};

describe("the dead letters of another queue, of which nothing is recorded", () => {
  it("are sent back to it in its own groups, in order, and nobody waits for what becomes of them", async () => {
    const ana = newConversation();
    for (const note of ["1", "2", "3"]) {
      bench.engine.call("SendMessage", {
        QueueUrl: bench.urls.deadLetters,
        MessageBody: JSON.stringify({ note, conversation: ana, occurredAt: "2026-05-04T11:00:00.000Z" }),
        MessageGroupId: "whatever",
        MessageDeduplicationId: note,
      });
    }
    const queue: ReplayDependencies["queue"] = { ...bench.dependencies().queue, kind: NOTES };

    const { deadLetters } = await bench.replay({ action: "preview", type: "note" }, { queue });
    const { summary } = await bench.replay({ action: "run" }, { queue, pause: async () => undefined });

    expect(deadLetters.map(({ would }) => would)).toEqual(Array(3).fill({ kind: "apply", readsBack: false }));
    expect(summary).toMatchObject({ replayed: 3, left: {}, outcome: undefined });
    expect(bench.deadLetters()).toEqual([]);
    const queued = bench.queued().map(({ groupId, body }) => [groupId, JSON.parse(body).note]);
    expect(queued).toEqual(["1", "2", "3"].map((note) => [NOTES.groupOf(ana), note]));
  });
});

describe("the dead letters of turns.fifo", () => {
  it("are shown with what the customer wrote, and sent back in their conversation's group", async () => {
    const ana = newConversation();
    const unanswered = types(ana, "¿Hay alguien?");
    const { body, groupId, deduplicationId } = toTurnMessage(unanswered);
    bench.engine.call("SendMessage", {
      QueueUrl: bench.urls.deadLetters,
      MessageBody: body,
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    });
    const queue: ReplayDependencies["queue"] = { ...bench.dependencies().queue, kind: QUEUE_KINDS.turns };

    const { deadLetters } = await bench.replay({ action: "list" }, { queue, showContent: true });
    await bench.replay({ action: "run" }, { queue, pause: async () => undefined });

    expect(deadLetters).toMatchObject([{ type: "text", content: "user: ¿Hay alguien?" }]);
    expect(bench.queued().map(({ groupId: group, body: sent }) => [group, sent])).toEqual([[groupId, body]]);
  });
});
