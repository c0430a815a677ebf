import { ChangeMessageVisibilityBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";

export interface RecordVisibility {
  /**
   * Makes records that are handed back appear again after that many seconds. All records of a conversation come back
   * at the same time: SQS holds the whole group for as long as one of its messages is in flight.
   */
  delay(records: readonly SQSRecord[], seconds: number): Promise<void>;
}

/** SQS: at most 10 entries in one request. */
const MAX_ENTRIES = 10;

export function createRecordVisibility(sqs: SQSClient, queueUrl: string): RecordVisibility {
  return {
    async delay(records, seconds) {
      for (let start = 0; start < records.length; start += MAX_ENTRIES) {
        const entries = records.slice(start, start + MAX_ENTRIES).map((record, index) => ({
          Id: String(index),
          ReceiptHandle: record.receiptHandle,
          VisibilityTimeout: seconds,
        }));
        await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
      }
    },
  };
}
