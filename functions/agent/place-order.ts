import type { OrderOutcome } from "../agents/agent.ts";
import { RestaurantRefusedError } from "../restaurant/errors.ts";
import type { PlacedOrder } from "../restaurant/order.ts";
import { eventHash } from "../sync-events/ids.ts";
import type { TurnUnderWay } from "./conversation-record.ts";
import { fieldsOfTurn, type TurnContext } from "./turn-context.ts";

type WantedOrder = NonNullable<TurnUnderWay["wanted"]>;

/**
 * Places the order that the agent wants, once in effect: the desk finds an order that an earlier attempt has placed.
 *
 * @throws {RestaurantUnavailableError} when it is not known yet what became of it
 */
export async function placeOrder(wanted: WantedOrder, context: TurnContext): Promise<OrderOutcome> {
  if (wanted.outcome !== undefined) return wanted.outcome;
  const { record, dependencies } = context;
  wanted.outcome = await attempt(wanted, context);
  await dependencies.store.save(record);
  return wanted.outcome;
}

async function attempt(wanted: WantedOrder, context: TurnContext): Promise<OrderOutcome> {
  const { turn, record, deadline, dependencies } = context;
  // Where the menu came from.
  const { subDomain, localId } = turn.conversation;
  const journal = {
    attempt: wanted.attempt,
    async save(started: NonNullable<WantedOrder["attempt"]>) {
      wanted.attempt = started;
      await dependencies.store.save(record);
    },
  };
  try {
    const branch = { subDomain, ...(localId !== undefined && { localId }) };
    const request = { key: eventHash(turn.id), branch, draft: wanted.draft };
    const { correlationId } = turn;
    const call = { deadline, ...(correlationId !== undefined && { correlationId }) };
    return placedAs(await dependencies.orders.place(request, journal, call));
  } catch (error) {
    if (!(error instanceof RestaurantRefusedError)) throw error;
    dependencies.telemetry.warn("An order was refused", fieldsOfTurn(turn));
    return { status: "refused" };
  }
}

function placedAs({ orderId, orderNumber }: PlacedOrder): OrderOutcome {
  return { status: "placed", orderId, ...(orderNumber !== undefined && { orderNumber }) };
}
