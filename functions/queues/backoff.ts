export interface BackoffOptions {
  /** Seconds before the first repetition. */
  readonly base: number;
  /** From 0 up to 1. */
  readonly random?: () => number;
  /** Seconds that one step may be at most; default {@link MAX_BACKOFF}. */
  readonly longest?: number;
}

/** Seconds: 15 minutes a step keeps the recovery after an outage short. */
export const MAX_BACKOFF = 900;

/**
 * Seconds to wait before the next attempt: doubling, with jitter over the upper half so that conversations that failed
 * together do not come back together, and never sooner than the other side asked for.
 *
 * @param attempts how often it has been tried, from 1
 */
export function backoff(
  attempts: number,
  retryAfter: number | undefined,
  { base, random = Math.random, longest = MAX_BACKOFF }: BackoffOptions,
): number {
  // Bounded, because a base of 0 times infinity is no number of seconds.
  const ceiling = Math.min(longest, base * 2 ** Math.min(attempts - 1, 32));
  return jittered(ceiling, retryAfter, random, longest);
}

/**
 * Seconds to wait when nothing was tried, because CartaAI is left alone for now: as long again as has been waited already.
 * Without that the conversations of a long outage would come back every few seconds, until SQS's own redrive policy
 * takes them for poison.
 *
 * @param waited seconds since the conversation last got on
 */
export function backoffUntried(
  waited: number,
  retryAfter: number | undefined,
  { base, random = Math.random, longest = MAX_BACKOFF }: BackoffOptions,
): number {
  return jittered(Math.min(longest, Math.max(base, waited)), retryAfter, random, longest);
}

function jittered(
  ceiling: number,
  retryAfter: number | undefined,
  random: () => number,
  longest: number,
): number {
  const seconds = ceiling / 2 + (ceiling / 2) * random();
  return Math.min(longest, Math.ceil(Math.max(seconds, retryAfter ?? 0)));
}
