import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
/** Minor units (cents): an integer, so that sums are exact. */
export const minorUnits = z.int().check(z.gte(0));

export const PAYMENT_METHODS = ["cash", "card", "yape", "plin", "mercado_pago", "bank_transfer"] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];
export const ORDER_TYPES = ["delivery", "pickup", "on_site"] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export const orderLineSchema = z.object({
  productId: text,
  presentationId: z.optional(text),
  name: text,
  quantity: z.int().check(z.gte(1)),
  /** Of the product or its presentation, without modifiers. */
  unitPrice: minorUnits,
  modifiers: z.array(
    z.object({
      modifierId: text,
      name: z.string(),
      options: z.array(
        z.object({ optionId: text, name: z.string(), price: minorUnits, quantity: z.int().check(z.gte(1)) }),
      ),
    }),
  ),
  notes: z.optional(z.string()),
});
export type OrderLine = z.infer<typeof orderLineSchema>;

/** An order as the customer confirmed it. CartaAI's own shape and major units are met where it is sent. */
export const orderDraftSchema = z.object({
  customer: z.object({ name: text, phone: text }),
  lines: z.array(orderLineSchema).check(z.minLength(1)),
  type: z.enum(ORDER_TYPES),
  paymentMethod: z.enum(PAYMENT_METHODS),
  delivery: z.optional(
    z.object({
      street: text,
      city: text,
      reference: z.optional(z.string()),
      coordinates: z.optional(z.object({ latitude: z.number(), longitude: z.number() })),
      fee: minorUnits,
    }),
  ),
  /** Lines and delivery together; what the customer was shown. */
  total: minorUnits,
  notes: z.optional(z.string()),
});
export type OrderDraft = z.infer<typeof orderDraftSchema>;

export interface PlacedOrder {
  readonly orderId: string;
  readonly orderNumber?: string;
  readonly status: string;
  /** ISO 8601 */
  readonly createdAt?: string;
  /** Minor units, as CartaAI has it. */
  readonly total?: number;
}
