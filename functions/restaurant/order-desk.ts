import type { Telemetry } from "../observability/telemetry.ts";
import { RestaurantError, RestaurantRefusedError, RestaurantUnavailableError } from "./errors.ts";
import type { OrderDraft, PlacedOrder } from "./order.ts";
import { findPlaced, type OrderAttempt, startAttempt } from "./order-attempt.ts";
import type { Branch, Orders, RecentOrder, WorkContext } from "./restaurant.ts";

/** A confirmed order, and what asked for it. */
export interface OrderRequest {
  /**
   * A hash of the turn's id: the same confirmation has the same key, however often it is handled. It is logged, so it is
   * not the id itself, which holds the customer's number.
   */
  readonly key: string;
  readonly branch: Branch;
  readonly draft: OrderDraft;
}

/** Where the caller keeps what has to survive a crash: the record of the turn's outcome. */
export interface AttemptJournal {
  /** What was last saved for this key; undefined when no attempt has been made. */
  readonly attempt: OrderAttempt | undefined;
  /** Returns once the attempt is stored. What it throws stops the order from being placed, and is passed on. */
  save(attempt: OrderAttempt): Promise<void>;
}

/** Places orders, each once in effect. */
export interface OrderDesk {
  /**
   * Places an order, or finds the one that an earlier try has placed: to be repeated with the journal as it was last
   * saved until it answers or refuses. Two orders that are equal, under two keys, become two.
   *
   * @throws {RestaurantUnavailableError} when the same call has to be made again later; `retryAfter` may say when
   * @throws {RestaurantRefusedError} when there is no such order and will be none
   */
  place(request: OrderRequest, journal: AttemptJournal, context: WorkContext): Promise<PlacedOrder>;
}

export interface OrderDeskOptions {
  /** Milliseconds after which a call that was never answered cannot be under way any more. */
  readonly settleAfter: number;
  readonly telemetry: Telemetry;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/**
 * CartaAI takes no idempotency key. So every attempt is written down before it is sent, is sent at most once, and before
 * another one is made the customer's recent orders are read to see what became of it.
 */
export function createOrderDesk(orders: Orders, options: OrderDeskOptions): OrderDesk {
  const { settleAfter, telemetry, clock = Date.now } = options;

  return {
    async place(request, journal, context) {
      const { key, branch, draft } = request;
      const recent = await readRecent(request, journal, context);
      if (journal.attempt !== undefined) {
        const found = findPlaced(draft, journal.attempt, recent);
        if (found !== undefined) return settled(found);
        refuseWhileUnderWay(journal.attempt);
      }
      const attempt = startAttempt(recent, clock());
      await journal.save(attempt);
      try {
        const placed = await orders.place(branch, draft, context);
        telemetry.count("OrdersPlaced");
        return placed;
      } catch (error) {
        if (!(error instanceof RestaurantError) || error.outcome === "refused") throw error;
        telemetry.warn("Order of unknown outcome", { key, correlationId: context.correlationId });
        return await lookAtOnce(request, attempt, error, context);
      }
    },
  };

  /** While an attempt is unsettled, a refusal to show the orders must not pass for a refusal of the order. */
  async function readRecent(
    { branch, draft }: OrderRequest,
    { attempt }: AttemptJournal,
    context: WorkContext,
  ): Promise<readonly RecentOrder[]> {
    try {
      return await orders.recent(branch, draft.customer.phone, context);
    } catch (error) {
      if (attempt === undefined || !(error instanceof RestaurantRefusedError)) throw error;
      throw new RestaurantUnavailableError("an earlier attempt cannot be settled", {
        outcome: "unknown",
        cause: error,
      });
    }
  }

  /** Most often the answer alone went wrong, and the customer need not wait for the next try. */
  async function lookAtOnce(
    { branch, draft }: OrderRequest,
    attempt: OrderAttempt,
    error: RestaurantError,
    context: WorkContext,
  ): Promise<PlacedOrder> {
    const recent = await orders.recent(branch, draft.customer.phone, context).catch(() => undefined);
    const found = recent && findPlaced(draft, attempt, recent);
    if (found !== undefined) return settled(found);
    if (!(error instanceof RestaurantRefusedError)) throw error;
    // CartaAI has answered, so nothing is under way: what it does not show, it did not save.
    if (recent !== undefined)
      throw new RestaurantRefusedError(error.message, { outcome: "refused", cause: error });
    throw new RestaurantUnavailableError("refused, and perhaps saved", { outcome: "unknown", cause: error });
  }

  function refuseWhileUnderWay({ startedAt }: OrderAttempt): void {
    const left = Date.parse(startedAt) + settleAfter - clock();
    if (left <= 0) return;
    throw new RestaurantUnavailableError("an earlier attempt may still be under way", {
      outcome: "unknown",
      retryAfter: Math.ceil(left / 1000),
    });
  }

  function settled({ lines: _lines, ...placed }: RecentOrder): PlacedOrder {
    telemetry.count("OrdersSettled");
    return placed;
  }
}
