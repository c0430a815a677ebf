import { hash } from "node:crypto";

/** Ids of what one turn produced, derived from the id of the message that caused it: a repetition gives the same. */
export const eventIds = {
  /** @param index counts the turn's replies from 0 */
  reply: (causeId: string, index: number) => `${causeId}:reply:${index}`,
  state: (causeId: string) => `${causeId}:state`,
  apology: (causeId: string) => `${causeId}:apology`,
  order: (causeId: string, orderId: string) => `${causeId}:order:${orderId}`,
};

/**
 * Short, and free of anything personal: a WhatsApp message id has the phone number inside, in base64. 96 bits, because a
 * conversation's item holds dozens, and DynamoDB charges a write by the kilobyte.
 */
export function eventHash(id: string): string {
  return hash("sha256", id, "base64url").slice(0, 16);
}
