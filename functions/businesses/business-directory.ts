import type { Business } from "./business.ts";
import type { FindBusiness } from "./businesses-table.ts";

export interface DirectoryOptions {
  /** The business given by the environment alone; the table goes before it. */
  readonly fallback?: Business | undefined;
  /** Milliseconds that an answer is kept. */
  readonly maxAge?: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

const MINUTE = 60_000;
/** Bounds the memory that somebody with a valid signature and many made-up numbers could take. */
const MAX_ENTRIES = 10_000;

/**
 * Remembers what the table said for a minute, unknown numbers too, so that a burst costs one read. When the table
 * cannot be read, the business that was last known goes on being used; without one the failure is the caller's, also for
 * a number that was unknown: it may have been registered since, and what is sent to an unknown one is gone for good.
 */
export function createBusinessDirectory(
  find: FindBusiness,
  { fallback, maxAge = MINUTE, clock = Date.now }: DirectoryOptions = {},
): FindBusiness {
  const entries = new Map<
    string,
    { readonly business: Promise<Business | undefined>; readonly at: number }
  >();

  const withFallback = async (phoneNumberId: string) => {
    const business = await find(phoneNumberId);
    return business ?? (fallback?.phoneNumberId === phoneNumberId ? fallback : undefined);
  };

  return async (phoneNumberId) => {
    const entry = entries.get(phoneNumberId);
    if (entry !== undefined && clock() - entry.at < maxAge) return await entry.business;
    if (entries.size >= MAX_ENTRIES) entries.clear();
    const business = withFallback(phoneNumberId).catch(async (error: unknown) => {
      entries.delete(phoneNumberId);
      const known = await entry?.business;
      if (entry === undefined || known === undefined) throw error;
      entries.set(phoneNumberId, entry);
      return known;
    });
    entries.set(phoneNumberId, { business, at: clock() });
    return await business;
  };
}
