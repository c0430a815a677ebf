import * as z from "zod/mini";
import type { OrderDraft } from "./order.ts";
import type { RecentOrder } from "./restaurant.ts";

/** What is written down before an order is sent: enough to recognise it among the customer's orders afterwards. */
export const orderAttemptSchema = z.object({
  startedAt: z.iso.datetime({ offset: true }),
  /** The customer's orders that were there before. However alike, none of them is this one. */
  knownOrderIds: z.array(z.string()),
});
export type OrderAttempt = z.infer<typeof orderAttemptSchema>;

/** Milliseconds by which CartaAI's clock may be behind ours. */
const CLOCK_SKEW = 10 * 60 * 1000;

/**
 * Orders that are older than the attempt by their own time need not be remembered, which keeps the record small for
 * customers of many years.
 *
 * @param recent the customer's orders before the attempt
 * @param now epoch milliseconds
 */
export function startAttempt(recent: readonly RecentOrder[], now: number): OrderAttempt {
  const startedAt = new Date(now).toISOString();
  const known = recent.filter((order) => !isOlder(order, startedAt));
  return { startedAt, knownOrderIds: known.map(({ orderId }) => orderId) };
}

/**
 * The order that an attempt has made, among the customer's orders as CartaAI shows them later.
 *
 * Its lines decide. The total does so only where CartaAI shows no lines: otherwise it chooses between several, because
 * CartaAI works totals out by itself (a zone that it does not find, a promotion), and taking an order that was placed for
 * one that was not would place it again.
 */
export function findPlaced(
  draft: OrderDraft,
  attempt: OrderAttempt,
  recent: readonly RecentOrder[],
): RecentOrder | undefined {
  const known = new Set(attempt.knownOrderIds);
  const oldestFirst = recent.toReversed();
  const candidates = oldestFirst.filter(
    (order) => !known.has(order.orderId) && !isOlder(order, attempt.startedAt) && isAlike(draft, order),
  );
  return candidates.find(({ total }) => total === draft.total) ?? candidates[0];
}

function isOlder({ createdAt }: RecentOrder, startedAt: string): boolean {
  return createdAt !== undefined && Date.parse(createdAt) < Date.parse(startedAt) - CLOCK_SKEW;
}

function isAlike(draft: OrderDraft, order: RecentOrder): boolean {
  if (order.lines.length === 0) return order.total === undefined || order.total === draft.total;
  const isShown = order.lines.some(({ presentationId }) => presentationId !== undefined);
  return whole(draft.lines, isShown) === whole(order.lines, isShown);
}

/** The lines as one text, in whatever order they stood. */
function whole(lines: RecentOrder["lines"], withPresentation: boolean): string {
  return lines
    .map(({ productId, presentationId = "", quantity }) =>
      JSON.stringify([productId, withPresentation ? presentationId : "", quantity]),
    )
    .toSorted()
    .join();
}
