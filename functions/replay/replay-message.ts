import { randomUUID } from "node:crypto";
import { FORCE_ATTRIBUTE, REPLAY_ATTRIBUTE, SPLIT_ATTRIBUTES } from "../dead-letters/letter.ts";
import type { QueueKind } from "../dead-letters/queue-kinds.ts";
import { isJsonObject } from "../json/json-object.ts";
import type { FifoMessage } from "../queues/fifo-message.ts";
import { toQueueText } from "../sync-events/queue-message.ts";
import type { Judged, Target } from "./judge.ts";

/** What was true of it as a dead letter alone. */
const OURS = new Set<string>([REPLAY_ATTRIBUTE, FORCE_ATTRIBUTE, ...Object.values(SPLIT_ATTRIBUTES)]);

/**
 * A dead letter as it is sent back: its body and attributes, and when it was. The deduplication id is new each time: SQS
 * takes a message with an id that it saw in the last five minutes, and drops it without a word.
 *
 * @param now epoch milliseconds
 */
export function replayMessage(
  { letter, verdict }: Judged,
  target: Target,
  kind: QueueKind,
  now: number,
): FifoMessage {
  const attributes = Object.fromEntries(
    Object.entries(letter.attributes).filter(([name]) => !OURS.has(name)),
  );
  return {
    body: target.isMoved ? movedBody(letter.body, target) : letter.body,
    groupId: kind.groupOf(target.conversation),
    deduplicationId: randomUUID(),
    attributes: {
      ...attributes,
      [REPLAY_ATTRIBUTE]: new Date(now).toISOString(),
      ...(verdict.kind === "unprovable" && { [FORCE_ATTRIBUTE]: "true" }),
    },
  };
}

/**
 * The event, addressed to the conversation that its own has been merged into, and to the person as known there: under an
 * earlier number CartaAI would be asked for, or given, a conversation that nobody writes in any more.
 */
function movedBody(body: string, { conversation: { key }, session }: Target): string {
  const event: unknown = JSON.parse(body);
  if (!isJsonObject(event) || !isJsonObject(event["conversation"])) return body;
  const { phone, userId } = session ?? {};
  const person = { ...(phone !== undefined && { phone }), ...(userId !== undefined && { userId }) };
  const { key: formerKey, formerKeys } = event["conversation"];
  const former = [...(Array.isArray(formerKeys) ? formerKeys : []), formerKey].filter((each) => each !== key);
  const moved = { ...event["conversation"], ...person, key, formerKeys: [...new Set(former)] };
  return toQueueText({ ...event, conversation: moved });
}
