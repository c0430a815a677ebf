import * as z from "zod/mini";

/** Where an identifier leads. */
export interface Identity {
  /** The conversation's key. */
  readonly conversation: string;
  /** The BSUID that a phone number was last seen with: a number that is given to somebody else shows another one. */
  readonly userId?: string | undefined;
  /** The conversations that it belonged to before, latest last: copies of old messages may have been applied there. */
  readonly formerly?: readonly string[] | undefined;
}

/** Nobody changes conversations more often while a copy of a message can turn up (docs/decisions/0020). */
const MAX_FORMERLY = 10;

/** An identity's history once it leads to another conversation. */
export function formerlyOf(before: Identity | undefined, conversation: string): string[] {
  if (before === undefined) return [];
  const all = [...(before.formerly ?? []), before.conversation].filter((key) => key !== conversation);
  return [...new Set(all.toReversed())].slice(0, MAX_FORMERLY).reverse();
}

/** @returns undefined for no identity, or one that has always been where it is */
export function formerlyText(identity: Identity | undefined): string | undefined {
  return identity?.formerly?.length ? JSON.stringify(identity.formerly) : undefined;
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}

/** An identity as it is stored. */
export const identityItemSchema = z.object({
  /** Partition key: `{branch}#{identifier}`. */
  pk: z.string(),
  conversation: z.string(),
  userId: z.optional(z.string()),
  /** A JSON text, so that a condition can compare it whole. */
  formerly: z.optional(z.pipe(z.string(), z.pipe(z.transform(parseJson), z.array(z.string())))),
  /** Epoch seconds. */
  expiresAt: z.number(),
});
