import type { DeadLetter } from "../../world/dead-letter.ts";
import type { World } from "../../world/world.ts";
import type { Damage } from "../verdict.ts";

/**
 * Each turn has one order at the most; each order is told to the bot as placed and linked, unless a dead letter says that
 * nobody could find out what became of it.
 */
export function judgeOrders(world: World, letters: readonly DeadLetter[]): Damage[] {
  const orders = Map.groupBy(world.cartaai.state.orders(), ({ notes = "" }) => notes);
  const linked = new Set(
    world.said.all().flatMap(({ event }) => (event?.type === "order" ? [event.orderId] : [])),
  );
  const open = new Set(letters.map(({ eventId }) => eventId));
  const damages = [...orders].flatMap(([turn, own]): Damage[] => {
    if (own.length > 1) return [{ kind: "duplicated", detail: `${own.length} orders in the turn ${turn}` }];
    const isLinked = own.every(({ _id }) => linked.has(_id));
    return isLinked || open.has(turn) ? [] : [{ kind: "lost", detail: `the order of ${turn} is not linked` }];
  });
  const untrue = world.bot.answers.filter(
    ({ turn, orderOutcome }) =>
      orderOutcome !== undefined && (orderOutcome === "placed") !== orders.has(turn),
  );
  return [
    ...damages,
    ...untrue.map(
      ({ turn, orderOutcome }): Damage => ({ kind: "lost", detail: `${turn}: not ${orderOutcome}` }),
    ),
  ];
}
