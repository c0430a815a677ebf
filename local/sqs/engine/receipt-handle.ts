import type { StoredMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import { missingParameter, SqsError } from "./sqs-error.ts";

/** What a receipt handle stands for. */
export interface Receipt {
  readonly message: StoredMessage;
  /** Whether the message was not received again since. */
  readonly latest: boolean;
}

const PREFIX = "AQEB";
const HANDLE = /^AQEB\.([^.]+)\.(\d+)\.(.+)$/;

/** The handle of the latest receipt of a message. */
export function receiptHandleOf(queue: Queue, message: StoredMessage): string {
  return `${PREFIX}.${queue.identity.key}.${message.receipts}.${message.id}`;
}

/**
 * @returns undefined when the message is no longer in the queue
 * @throws {SqsError} MissingParameter, ReceiptHandleIsInvalid when the handle is none of this queue's
 */
export function readReceiptHandle(queue: Queue, handle: string | undefined): Receipt | undefined {
  if (handle === undefined || handle === "") throw missingParameter("ReceiptHandle");
  const [, key, receipt, messageId = ""] = HANDLE.exec(handle) ?? [];
  if (key !== queue.identity.key) {
    throw new SqsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  const message = queue.messages.find(messageId);
  return message && { message, latest: Number(receipt) === message.receipts };
}
