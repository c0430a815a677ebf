import * as z from "zod/mini";
import { ORDER_TYPES, PAYMENT_METHODS } from "../restaurant/order.ts";

/**
 * What a customer can do. Buttons, keywords and the model all lead to the same actions, so that what holds for one holds for
 * all. None names a person or a business: those are the turn's.
 */
const text = z.string().check(z.minLength(1), z.maxLength(1000));
/** As long as the restaurant makes it. */
const id = z.string().check(z.minLength(1));
const count = z.int().check(z.gte(0), z.lte(999));
const wanted = z.object({ productId: id, quantity: z.optional(count), presentationId: z.optional(id) });
const page = z.int().check(z.gte(0), z.lte(1000));

export const actionSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("greet") }),
  z.object({ type: z.literal("help") }),
  z.object({ type: z.literal("menu"), page }),
  z.object({ type: z.literal("category"), id, page }),
  z.object({
    type: z.literal("found"),
    ids: z.array(id),
    quantity: z.optional(count),
    /** What was asked for besides, and is clear. */
    items: z.array(wanted),
  }),
  z.object({ type: z.literal("product"), id }),
  z.object({ type: z.literal("size"), productId: id, presentationId: id }),
  z.object({ type: z.literal("extra"), productId: id, modifierId: id, optionId: id }),
  z.object({ type: z.literal("extras-done"), productId: id, modifierId: id }),
  z.object({ type: z.literal("quantity"), productId: id, quantity: count }),
  z.object({
    type: z.literal("add"),
    items: z.array(wanted).check(z.minLength(1)),
  }),
  z.object({
    type: z.literal("choose"),
    productId: id,
    presentationId: z.optional(id),
    optionIds: z.array(id),
    quantity: count,
    notes: z.optional(text),
  }),
  z.object({ type: z.literal("cart") }),
  z.object({ type: z.literal("line"), key: id }),
  z.object({ type: z.literal("set-quantity"), key: id, quantity: count }),
  z.object({ type: z.literal("edit") }),
  z.object({ type: z.literal("clear") }),
  z.object({ type: z.literal("checkout") }),
  z.object({ type: z.literal("method"), method: z.enum(ORDER_TYPES) }),
  z.object({ type: z.literal("other-address") }),
  z.object({ type: z.literal("address"), street: text }),
  z.object({
    type: z.literal("location"),
    latitude: z.number(),
    longitude: z.number(),
    street: z.optional(text),
  }),
  z.object({ type: z.literal("zone"), id }),
  z.object({ type: z.literal("no-zone") }),
  z.object({ type: z.literal("pay"), method: z.enum(PAYMENT_METHODS) }),
  z.object({ type: z.literal("name"), name: text }),
  z.object({ type: z.literal("phone"), phone: text }),
  z.object({ type: z.literal("confirm"), revision: z.int() }),
  z.object({ type: z.literal("agree") }),
  z.object({ type: z.literal("decline") }),
  z.object({ type: z.literal("cancel") }),
  z.object({ type: z.literal("track") }),
  z.object({ type: z.literal("person") }),
  z.object({ type: z.literal("say"), text }),
  /** A tapped choice that has to be looked up in the menu first. */
  z.object({ type: z.literal("choice"), id }),
  z.object({ type: z.literal("unknown") }),
  z.object({ type: z.literal("not-found") }),
  z.object({ type: z.literal("unreadable") }),
  z.object({ type: z.literal("stale") }),
]);
export type Action = z.infer<typeof actionSchema>;

/** What can be done as it is. */
export type DirectAction = Exclude<Action, { type: "say" | "choice" }>;
