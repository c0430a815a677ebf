import { isDeepStrictEqual } from "node:util";
import type { Order } from "../../cartaai/orders.ts";
import type { Evidence } from "../evidence.ts";
import { isTo, lineSent } from "../outbox.ts";
import type { ExpectedOrder, Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";

/** Each confirmed order exists once, is what was confirmed, is told its number, and is linked to its conversation. */
export function checkOrders(scenario: Scenario, evidence: Evidence): Check {
  const { orders } = evidence;
  const complaints = scenario.orders.flatMap((expected) => {
    const own = orders.filter(({ customer }) => customer.phone === expected.phone);
    const [order] = own;
    if (order === undefined || own.length > 1) {
      return [`${expected.customer.name} has ${counted(own.length, "order")} instead of 1`];
    }
    return [...differences(expected, order), ...linkProblems(expected, order, evidence)];
  });
  if (orders.length !== scenario.orders.length) {
    complaints.push(`there are ${counted(orders.length, "order")} instead of ${scenario.orders.length}`);
  }
  for (const { customer, links } of evidence.customers) {
    const wanted = scenario.orders.filter((order) => order.customer === customer).length;
    if (links.length !== wanted) complaints.push(`${customer.name} has ${counted(links.length, "link")}`);
  }
  return check(
    "Every order is what was confirmed, once, and linked to its conversation",
    scenario.orders.length === 0 ? ["nothing was to be ordered"] : complaints,
    `${counted(scenario.orders.length, "order")}: ${orders.map(({ orderNumber }) => orderNumber).join(", ")}`,
  );
}

function differences(
  { customer, phone: _, needsModels: __, ...expected }: ExpectedOrder,
  order: Order,
): string[] {
  const found = {
    items: order.items.map(({ productId, quantity, modifiers = [] }) => {
      const options = modifiers.flatMap((modifier) => modifier.options.map(({ optionId }) => optionId));
      return { productId, quantity, ...(options.length > 0 && { options }) };
    }),
    type: order.type,
    paymentMethod: order.paymentMethod,
    deliveryCost: order.deliveryCost,
    total: order.total,
  };
  if (order.subDomain !== customer.restaurant.business.subDomain) return [`${customer.name}'s is elsewhere`];
  return isDeepStrictEqual(found, expected)
    ? []
    : [`${customer.name}'s is ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`];
}

function linkProblems({ customer }: ExpectedOrder, order: Order, { customers, sent }: Evidence): string[] {
  const own = customers.find((one) => one.customer === customer);
  const isLinked = own?.links.join() === order._id;
  const isCurrent = own?.conversations.some(({ context }) => context["currentOrderId"] === order._id);
  const isTold = sent.some(
    (message) => isTo(customer, message) && lineSent(message).content.includes(order.orderNumber),
  );
  return [
    ...(isLinked ? [] : [`${order.orderNumber} is not linked to ${customer.name}'s conversation, once`]),
    ...(isCurrent ? [] : [`${customer.name}'s conversation does not show ${order.orderNumber} as its order`]),
    ...(isTold ? [] : [`${customer.name} was not told ${order.orderNumber}`]),
  ];
}
