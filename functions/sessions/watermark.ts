/**
 * A conversation's watermark: the last events that were applied, by hash, in the item of the conversation itself. What is
 * in it needs no mark. It grows, and when it is full its oldest leave together, so that a request to mark them is shared by
 * as many as one can hold (docs/decisions/0020). Its length is a price: each write of the item is charged by the kilobyte.
 */
const WATERMARK_LENGTH = 40;

/** DynamoDB: so many items in a BatchWriteItem. */
const LEAVE_TOGETHER = 25;

/**
 * The oldest of a full watermark, none of one that is not full. They have to be marked before a write drops them.
 *
 * @param recent newest last
 */
export function leavingWatermark<Known>(recent: readonly Known[]): Known[] {
  const excess = Math.max(0, recent.length - WATERMARK_LENGTH);
  return recent.slice(0, Math.ceil(excess / LEAVE_TOGETHER) * LEAVE_TOGETHER);
}
