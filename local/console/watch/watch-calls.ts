import type { RecordedCall } from "../../http/call-log.ts";
import { isoTime, type Memory, type RunningAttempt } from "./memory.ts";

/** Watches what the Lambdas ask of other services. */
export function watchCalls(memory: Memory) {
  const open = new Map<string, { readonly at: number; readonly messages: readonly string[] }>();

  return (service: string, call: RecordedCall): void => {
    const id = `call:${service}:${call.sequence}`;
    const isEnd = call.status !== undefined;
    const known = open.get(id);
    const { at, messages } = known ?? { at: Date.now(), messages: messagesFor(memory, service, call) };
    if (isEnd) open.delete(id);
    else open.set(id, { at, messages });
    // One that is never answered stays open; no more than so many are waited for.
    const [first] = open.keys();
    if (open.size > 1_000 && first !== undefined) open.delete(first);
    for (const messageId of messages) {
      memory.timelines.step(messageId, {
        id,
        kind: "call",
        at: isoTime(at),
        title: `${call.operation}${call.faults.length > 0 ? `, met ${call.faults.join(", ")}` : ""}`,
        ...(isEnd && { durationMs: Date.now() - at, status: call.status }),
        outcome: outcomeOf(call),
        part: service,
        record: call,
      });
      const customerId = memory.timelines.customerOf(messageId);
      if (isEnd && service === "cartaai" && customerId !== undefined) memory.dirty.add(customerId);
    }
  };
}

function outcomeOf({ status, operation, faults }: RecordedCall): "running" | "ok" | "failed" {
  if (status === undefined) return "running";
  // "There is none" is what is asked for before a conversation is opened.
  const isOrdinary = status === 404 && operation === "findConversation" && faults.length === 0;
  return status < 400 || isOrdinary ? "ok" : "failed";
}

/**
 * The messages that a call is made for. A correlation id names a whole webhook, and calls to WhatsApp and to models have
 * none: what is being worked on at the moment decides. Of a webhook with several messages it may be more than one.
 */
function messagesFor(memory: Memory, service: string, call: RecordedCall): readonly string[] {
  const queue = service === "cartaai" && call.operation !== "createOrder" ? "sync" : "turns";
  const running = [...memory.attempts.values()].flat().filter((attempt) => isFor(attempt, queue, call));
  const messages = new Set(running.map(({ messageId }) => messageId));
  if (messages.size > 0 || call.correlationId === undefined) return [...messages];
  return memory.timelines.messagesOf(call.correlationId);
}

function isFor(attempt: RunningAttempt, queue: string, { correlationId, path }: RecordedCall): boolean {
  if (correlationId !== undefined) return attempt.correlationId === correlationId;
  if (attempt.queue !== queue) return false;
  return (
    attempt.phoneNumberId === undefined ||
    !/\/\d+\/messages$/.test(path) ||
    path.includes(attempt.phoneNumberId)
  );
}
