import { toMajorUnits } from "../money.ts";
import type { OrderDraft, OrderLine } from "../order.ts";

/** An order in the shape, and with the major units, in which CartaAI takes it. */
export function orderBody(draft: OrderDraft): Readonly<Record<string, unknown>> {
  const { customer, lines, type, paymentMethod, delivery, notes } = draft;
  return {
    customer: { ...customer, ...(delivery && { address: addressOf(delivery) }) },
    items: lines.map(itemOf),
    type,
    paymentMethod,
    notes,
    ...(delivery && { deliveryInfo: deliveryInfoOf(delivery) }),
    source: "whatsapp",
  };
}

function itemOf({ unitPrice, modifiers, ...line }: OrderLine) {
  return {
    ...line,
    unitPrice: toMajorUnits(unitPrice),
    modifiers: modifiers.map(({ options, ...modifier }) => ({
      ...modifier,
      options: options.map((option) => ({ ...option, price: toMajorUnits(option.price) })),
    })),
  };
}

type Delivery = NonNullable<OrderDraft["delivery"]>;

function addressOf({ street, city, reference }: Delivery) {
  return { street, city, reference };
}

function deliveryInfoOf({ street, city, reference, coordinates }: Delivery) {
  return { address: `${street}, ${city}`, coordinates, deliveryInstructions: reference };
}
