import type { FifoMessage } from "./fifo-message.ts";

/** SQS: at most 10 entries and 1 MiB in all, bodies and attributes, in one SendMessageBatch. */
const MAX_ENTRIES = 10;
export const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * Arranges messages in waves of batches. Wave n holds the n-th message of each group, so that within a wave batches
 * may go out in any order and at once, and a group's next message is sent only once the one before is queued.
 */
export function planWaves<Message extends FifoMessage>(messages: readonly Message[]): Message[][][] {
  const waves: Message[][] = [];
  const seen = new Map<string, number>();
  for (const message of messages) {
    const position = seen.get(message.groupId) ?? 0;
    seen.set(message.groupId, position + 1);
    const wave = waves[position];
    if (wave) wave.push(message);
    else waves.push([message]);
  }
  return waves.map(intoBatches);
}

function intoBatches<Message extends FifoMessage>(messages: readonly Message[]): Message[][] {
  const batches: Message[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    const last = batches.at(-1);
    if (last && last.length < MAX_ENTRIES && bytes + size <= MAX_BATCH_BYTES) {
      last.push(message);
      bytes += size;
    } else {
      batches.push([message]);
      bytes = size;
    }
  }
  return batches;
}

/** Bytes that SQS counts for a message: the body and each attribute's name, type and value. */
export function sizeOf(message: FifoMessage): number {
  let bytes = Buffer.byteLength(message.body);
  for (const [name, value] of Object.entries(message.attributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value) + "String".length;
  }
  return bytes;
}
