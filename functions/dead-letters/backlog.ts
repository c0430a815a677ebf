import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** How many dead letters are there that could not be looked at. SQS estimates both. */
export interface Unseen {
  /** Behind others of their conversation: SQS hands out ten of a group at most. */
  readonly hidden: number;
  /** Held by another command, or by one that was killed. */
  readonly elsewhere: number;
}

export const NOTHING_UNSEEN: Unseen = { hidden: 0, elsewhere: 0 };

/** @param held how many this process holds; nothing more may be receivable */
export async function readUnseen(sqs: SQSClient, queueUrl: string, held: number): Promise<Unseen> {
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  const visible = Number(attributes["ApproximateNumberOfMessages"] ?? 0);
  const inFlight = Number(attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0);
  const elsewhere = Math.max(0, inFlight - held);
  // With nothing in flight nothing can be hidden: the estimate is then older than what has been deleted since.
  return { hidden: held + elsewhere > 0 ? visible : 0, elsewhere };
}
