import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const price = z.number().check(z.gte(0));
const quantity = z.int().check(z.gte(1));

const modifier = z.object({
  modifierId: text,
  name: z.string(),
  options: z.array(z.object({ optionId: text, name: z.string(), price, quantity })),
});

const item = z.object({
  productId: text,
  presentationId: z.optional(text),
  name: text,
  quantity,
  /** Of the product or its presentation, without modifiers. */
  unitPrice: price,
  modifiers: z.optional(z.array(modifier)),
  notes: z.optional(z.string()),
});

const address = z.object({
  street: text,
  city: text,
  district: z.optional(z.string()),
  postalCode: z.optional(z.string()),
  reference: z.optional(z.string()),
});

/** The body that creates an order. */
export const orderRequestSchema = z.object({
  customer: z.object({
    name: text,
    phone: text,
    email: z.optional(z.string()),
    address: z.optional(address),
  }),
  items: z.array(item).check(z.minLength(1)),
  type: z.enum(["delivery", "pickup", "on_site", "scheduled_delivery", "scheduled_pickup"]),
  paymentMethod: z.enum(["cash", "card", "yape", "plin", "mercado_pago", "bank_transfer"]),
  notes: z.optional(z.string()),
  deliveryInfo: z.optional(
    z.object({
      address: z.union([text, z.looseObject({})]),
      coordinates: z.optional(z.object({ latitude: z.number(), longitude: z.number() })),
      deliveryInstructions: z.optional(z.string()),
    }),
  ),
  source: z.literal("whatsapp"),
});
export type OrderRequest = z.output<typeof orderRequestSchema>;
