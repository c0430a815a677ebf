import type { Message } from "@aws-sdk/client-sqs";
import type { DoneAction } from "../../sqs/engine/watched-engine.ts";
import type { Step } from "../api.ts";
import { isoTime, type Memory, type RunningAttempt } from "./memory.ts";
import {
  causeOf,
  eventsIn,
  handlesIn,
  type InMessage,
  type QueuedBody,
  type QueueRole,
  readBody,
  receiptsOf,
  roleOf,
  type SentEntry,
  sentIn,
} from "./queue-messages.ts";

/** Receipt handles that are remembered: a message that was never deleted leaves one behind. */
const ATTEMPTS_KEPT = 20_000;

/** Watches turns and sync events on their way through the queues. */
export function watchQueues(memory: Memory): (done: DoneAction) => void {
  return (done) => {
    const role = "QueueUrl" in done.request ? roleOf(done.request.QueueUrl) : undefined;
    if (role === undefined) return;
    for (const entry of sentIn(done)) sent(memory, role, entry);
    // Dead letters are received by whoever looks at them; only the queues themselves have attempts.
    if (role.isDeadLetters) return;
    if (done.action === "ReceiveMessage") {
      for (const message of done.result.Messages ?? []) received(memory, role, message);
    }
    for (const { handle, seconds } of handlesIn(done)) {
      const attempts = memory.attempts.get(handle) ?? [];
      memory.attempts.delete(handle);
      for (const attempt of attempts) {
        if (seconds === undefined) settled(memory, attempt);
        else handedBack(memory, attempt, seconds);
      }
    }
  };
}

function sent(memory: Memory, role: QueueRole, entry: SentEntry): void {
  const body = readBody(entry.body);
  const messageId = body && messageOf(memory, body);
  if (body === undefined || messageId === undefined) return;
  const now = isoTime(Date.now());
  if (role.isDeadLetters) {
    died(memory, role, messageId, body, entry, now);
    return;
  }

  const customerId = memory.timelines.customerOf(messageId);
  if (customerId !== undefined && entry.groupId !== undefined) memory.groups.set(entry.groupId, customerId);
  const stepId = `queued:${role.queue}:${entry.key}`;
  // Sent again within five minutes: SQS accepts it, and it goes nowhere.
  const isRepeated = memory.timelines.stepOf(messageId, stepId) !== undefined;
  const wasDead = memory.timelines.eventState(messageId, role.queue, body.id) === "dead";
  const kind = wasDead ? "replayed" : role.queue === "turns" ? "turn" : "sync-event";
  memory.timelines.step(messageId, {
    id: isRepeated ? `${stepId}:again` : stepId,
    kind,
    at: now,
    title: isRepeated
      ? `Queued again: ${titleOf(role, body)}, known already`
      : `Queued: ${titleOf(role, body)}`,
    outcome: "ok",
    eventId: body.id,
    part: role.queue,
    record: recordOf(entry),
  });
  if (isRepeated) return;
  if (role.queue === "sync" && customerId !== undefined && body.type === "message" && body.role) {
    const { id: eventId, role: author, content = "" } = body;
    memory.said.queued(customerId, { eventId, messageId, role: author, content });
  }
  memory.noteEvent(messageId, role.queue, body.id, "queued", now);
}

function died(
  memory: Memory,
  { queue }: QueueRole,
  messageId: string,
  { id }: QueuedBody,
  entry: SentEntry,
  at: string,
): void {
  const step = `dead:${queue}:${entry.key}`;
  const record = recordOf(entry);
  memory.timelines.step(messageId, { ...deadStep(step, at, queue), eventId: id, record });
  memory.noteEvent(messageId, queue, id, "dead", at);
}

/** What SQS itself has moved, after too many receives: nobody sent it. */
export function noteMoved(
  memory: Memory,
  { queue }: QueueRole,
  message: Omit<SentEntry, "key">,
  at: string,
): void {
  for (const event of eventsIn(message.messageId, message.body)) {
    const body = readBody(event.body);
    const messageId = body && messageOf(memory, body);
    if (body === undefined || messageId === undefined) continue;
    const known = memory.timelines.eventState(messageId, queue, body.id);
    if (known === "dead" || known === "settled") continue;
    died(memory, { queue, isDeadLetters: true }, messageId, body, { ...message, ...event }, at);
  }
}

function received(memory: Memory, role: QueueRole, message: Message): void {
  const events = eventsIn(message.MessageId ?? "", message.Body ?? "");
  const attempts = events.flatMap((event) => begun(memory, role, message, event) ?? []);
  if (attempts.length === 0) return;
  memory.attempts.set(message.ReceiptHandle ?? "", attempts);
  const [first] = memory.attempts.keys();
  if (memory.attempts.size > ATTEMPTS_KEPT && first !== undefined) memory.attempts.delete(first);
}

function begun(
  memory: Memory,
  role: QueueRole,
  message: Message,
  event: InMessage,
): RunningAttempt | undefined {
  const body = readBody(event.body);
  const messageId = body && messageOf(memory, body);
  if (body === undefined || messageId === undefined) return undefined;
  const count = receiptsOf(message);
  const attempt: RunningAttempt = {
    queue: role.queue,
    messageId,
    eventId: body.id,
    stepId: `attempt:${role.queue}:${event.key}:${count}`,
    sqsId: message.MessageId ?? "",
    correlationId: body.correlationId,
    phoneNumberId: body.phoneNumberId,
    startedAt: Date.now(),
  };
  memory.timelines.step(messageId, {
    ...attemptStep(attempt, count),
    outcome: "running",
    record: { ...message, Body: body },
  });
  return attempt;
}

function settled(memory: Memory, attempt: RunningAttempt): void {
  const { messageId, queue, eventId } = attempt;
  const now = isoTime(Date.now());
  const isDead = memory.timelines.eventState(messageId, queue, eventId) === "dead";
  endAttempt(memory, attempt, isDead ? "failed" : "ok", isDead ? "became a dead letter" : "done");
  if (isDead) return;
  memory.noteEvent(messageId, queue, eventId, "settled", now);
  memory.timelines.step(messageId, {
    id: `settled:${attempt.stepId}`,
    kind: "settled",
    at: now,
    title: queue === "sync" ? "Settled: CartaAI has it" : "The turn is settled",
    outcome: "ok",
    eventId,
    part: queue,
    record: {},
  });
}

function handedBack(memory: Memory, attempt: RunningAttempt, seconds: number): void {
  endAttempt(memory, attempt, "failed", `comes again in ${seconds} s`);
  memory.noteEvent(attempt.messageId, attempt.queue, attempt.eventId, "retrying", isoTime(Date.now()));
}

function endAttempt(memory: Memory, attempt: RunningAttempt, outcome: "ok" | "failed", words: string): void {
  const step = memory.timelines.stepOf(attempt.messageId, attempt.stepId);
  if (step === undefined) return;
  const durationMs = Date.now() - attempt.startedAt;
  memory.timelines.step(attempt.messageId, {
    ...step,
    title: `${step.title}: ${words}`,
    durationMs,
    outcome,
  });
}

function attemptStep({ stepId, eventId, queue, startedAt }: RunningAttempt, count: number) {
  const id = { id: stepId, kind: "attempt", at: isoTime(startedAt), eventId, part: queue } as const;
  return { ...id, title: `Attempt ${count}` };
}

function deadStep(id: string, at: string, queue: string): Omit<Step, "record"> {
  return { id, kind: "dead-letter", at, title: "Became a dead letter", outcome: "failed", part: queue };
}

/** The message whose timeline an event belongs to: its cause; else whatever its correlation id is about. */
function messageOf({ timelines }: Memory, { id, correlationId }: QueuedBody): string | undefined {
  const cause = causeOf(id);
  return timelines.has(cause) ? cause : timelines.messagesOf(correlationId ?? "")[0];
}

function titleOf({ queue }: QueueRole, { type, role }: QueuedBody): string {
  if (queue === "turns") return "a turn for the bot";
  if (type === "message") return role === "bot" ? "the answer, for CartaAI" : "the message, for CartaAI";
  return `${type === "order" ? "the order" : "the state"}, for CartaAI`;
}

function recordOf({ body, key: _, ...entry }: SentEntry) {
  return { ...entry, body: readBody(body) ?? body };
}
