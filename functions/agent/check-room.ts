import { AnswerTooLargeError } from "../agents/errors.ts";
import type { ConversationRecord } from "./conversation-record.ts";

/**
 * Bytes. An item of DynamoDB holds 400 kB; what is left is for what a turn writes down later: the attempt at an order, and
 * the positions of messages that were not sent, at most six bytes for each 28 of its answer.
 */
const MAX_RECORD = 320 * 1024;

/**
 * To be asked before an answer is written down: a record that DynamoDB does not take could never be got rid of by trying
 * again.
 *
 * @param record as it would be stored
 * @throws {AnswerTooLargeError}
 */
export function checkRoom(record: ConversationRecord): void {
  const bytes = bytesOf(record);
  if (bytes <= MAX_RECORD) return;
  throw new AnswerTooLargeError(
    `the answer and what is remembered are ${bytes} bytes, over the limit of ${MAX_RECORD}`,
  );
}

/** As the store writes it: the turn as one JSON text, the memory as it is (`createTurnStore`). */
function bytesOf({ turn, memory = "", ...rest }: ConversationRecord): number {
  const texts = [turn === undefined ? "" : JSON.stringify(turn), memory, JSON.stringify(rest)];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
