import { isJsonObject, isNestedWithin } from "../json/json-object.ts";
import type { FifoMessage } from "../queues/fifo-message.ts";
import type { SyncEvent } from "./contract.ts";
import { MalformedEventError } from "./parse.ts";
import { deduplicationIdOf, groupOf, sha256, toQueueText } from "./queue-message.ts";

/**
 * The version of a queue message that holds several events. It counts on from the events' own, which stay what they are: a
 * consumer from before it takes such a message for one from a version to come, and puts it aside whole.
 */
export const SEQUENCE_VERSION = 3;

const TYPE = "sequence";
const BEGINNING = `{"version":${SEQUENCE_VERSION},"type":"${TYPE}","events":[`;
const END = "]}";
/** More than any event that is one, less than what `JSON.stringify` can write. */
const MAX_LEVELS = 200;

/** One event of a queue message that holds several. */
export interface Part {
  /** The event alone, as it would have been sent: what its dead letter's body is. */
  readonly body: string;
  /** Its place in the message, from 0. */
  readonly place: number;
}

/**
 * Events as few queue messages: one for each conversation, more only where it would be too large. The same events give
 * the same messages. One event alone is sent as ever.
 *
 * @param maxBytes of a body; an event that is larger is a message of its own all the same
 */
export function toSequenceMessages(
  events: readonly SyncEvent[],
  maxBytes = Number.POSITIVE_INFINITY,
): FifoMessage[] {
  const conversations = Map.groupBy(events, ({ conversation }) => groupOf(conversation));
  return [...conversations].flatMap(([groupId, own]) =>
    inMessages(own, maxBytes).map((those) => ({
      body: bodyOf(those.map(({ text }) => text)),
      groupId,
      deduplicationId: deduplicationIdOfAll(those.map(({ event }) => event)),
    })),
  );
}

/**
 * The events of a queue message one by one; `undefined` if it holds one event, as its body. Whether they are events is
 * for whoever parses them.
 *
 * @throws {MalformedEventError} for a sequence that cannot be taken apart
 */
export function partsOf(body: string): readonly Part[] | undefined {
  const raw = parsed(body);
  if (!isJsonObject(raw) || raw["type"] !== TYPE) return undefined;
  const { version, events } = raw;
  if (typeof version === "number" && version > SEQUENCE_VERSION) {
    throw new MalformedEventError("unsupported-version", `version ${version}`);
  }
  if (version !== SEQUENCE_VERSION) throw new MalformedEventError("malformed-event", "wrong: version");
  if (!Array.isArray(events) || events.length === 0 || !isNestedWithin(events, MAX_LEVELS)) {
    throw new MalformedEventError("malformed-event", "wrong: events");
  }
  return events.map((event: unknown, place) => ({ body: toQueueText(event), place }));
}

interface Written {
  readonly event: SyncEvent;
  readonly text: string;
}

function inMessages(events: readonly SyncEvent[], maxBytes: number): Written[][] {
  const messages: Written[][] = [];
  let bytes = 0;
  for (const event of events) {
    const text = toQueueText(event);
    const size = Buffer.byteLength(text) + ",".length;
    const last = messages.at(-1);
    if (last && bytes + size <= maxBytes) {
      last.push({ event, text });
      bytes += size;
    } else {
      messages.push([{ event, text }]);
      bytes = BEGINNING.length + END.length + size;
    }
  }
  return messages;
}

function bodyOf(texts: readonly string[]): string {
  const [only = ""] = texts;
  return texts.length === 1 ? only : BEGINNING + texts.join(",") + END;
}

function deduplicationIdOfAll(events: readonly SyncEvent[]): string {
  const ids = events.map(deduplicationIdOf);
  const [only = ""] = ids;
  return ids.length === 1 ? only : sha256(ids.join("\n"));
}

/** What is no JSON is no sequence; why it is no event either is for whoever parses it to say. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
