import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Hold } from "./hold.ts";

/** How many dead letters are there that could not be looked at. SQS estimates the first two. */
export interface Unseen {
  /** Behind others of their conversation: SQS hands out ten of a group at most. */
  readonly hidden: number;
  /** Held by another command, or by one that was killed. */
  readonly elsewhere: number;
  /** Conversations of which ten are held, and which the hidden ones are behind; 0 when nothing is hidden. */
  readonly crowded: number;
}

export const NOTHING_UNSEEN: Unseen = { hidden: 0, elsewhere: 0, crowded: 0 };

/** @param hold what this process holds; nothing more may be receivable */
export async function readUnseen(
  sqs: SQSClient,
  queueUrl: string,
  hold: Pick<Hold, "size" | "fullGroups">,
): Promise<Unseen> {
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  const visible = Number(attributes["ApproximateNumberOfMessages"] ?? 0);
  const inFlight = Number(attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0);
  const elsewhere = Math.max(0, inFlight - hold.size);
  // With nothing in flight nothing can be hidden: the estimate is then older than what has been deleted since.
  const hidden = hold.size + elsewhere > 0 ? visible : 0;
  return { hidden, elsewhere, crowded: hidden > 0 ? hold.fullGroups().size : 0 };
}
