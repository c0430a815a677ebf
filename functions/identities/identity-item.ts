import * as z from "zod/mini";

/** Where an identifier leads. */
export interface Identity {
  /** The conversation's key. */
  readonly conversation: string;
  /** The BSUID that a phone number was last seen with: a number that is given to somebody else shows another one. */
  readonly userId?: string | undefined;
}

/** An identity as it is stored. */
export const identityItemSchema = z.object({
  /** Partition key: `{branch}#{identifier}`. */
  pk: z.string(),
  conversation: z.string(),
  userId: z.optional(z.string()),
  /** Epoch seconds. */
  expiresAt: z.number(),
});
