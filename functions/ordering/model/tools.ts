import * as z from "zod/mini";
import { ORDER_TYPES, PAYMENT_METHODS } from "../../restaurant/order.ts";
import { MOST_PIECES } from "../../restaurant/price-line.ts";
import type { DirectAction } from "../actions.ts";
import type { Flow } from "../flow/flow.ts";
import { findProducts } from "../words/products.ts";
import type { ToolDescription } from "./chat-model.ts";

/**
 * What the model can do: the customer's own actions, and looking a product up. Nothing here names a person or a business,
 * nothing states a price, and nothing confirms an order: only the customer's own word does that.
 */
const id = z.string().check(z.minLength(1), z.maxLength(1000));
const line = z.string().check(z.minLength(1), z.maxLength(20));
const nothing = z.object({});

interface Tool {
  readonly description: string;
  readonly parameters: z.ZodMiniType;
  /** What it comes down to; text for the model when it is a question, or cannot be done. */
  toAction(input: unknown, flow: Flow): Promise<DirectAction | string>;
}

function tool<Schema extends z.ZodMiniType>(
  description: string,
  parameters: Schema,
  act: (
    input: z.infer<Schema>,
    flow: Flow,
  ) => ReturnType<Tool["toAction"]> | Awaited<ReturnType<Tool["toAction"]>>,
): Tool {
  return {
    description,
    parameters,
    toAction: async (input, flow) => await act(parameters.parse(input), flow),
  };
}

export const TOOLS: Readonly<Record<string, Tool>> = {
  show_menu: tool("Shows the customer the categories of the menu.", nothing, () => ({
    type: "menu",
    page: 0,
  })),
  find_products: tool(
    "Finds products by what the customer calls them: ids, sizes and options. Always before add_to_cart.",
    z.object({ query: z.string().check(z.minLength(1), z.maxLength(200)) }),
    ({ query }, flow) => lookUp(query, flow),
  ),
  add_to_cart: tool(
    "Adds a product. Leave out what the customer did not say: they are asked for it.",
    z.object({
      product_id: id,
      quantity: z.int().check(z.gte(1), z.lte(MOST_PIECES)),
      presentation_id: z.optional(id),
      option_ids: z.optional(z.array(id).check(z.maxLength(20))),
      notes: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
    }),
    async ({ product_id: productId, quantity, presentation_id, option_ids = [], notes }, flow) => {
      const product = await flow.catalogue.product(flow.branch, productId, flow.work);
      if (product === undefined) return "There is no such product. Use find_products.";
      return {
        type: "choose",
        productId,
        quantity,
        presentationId: presentation_id,
        optionIds: option_ids,
        notes,
      };
    },
  ),
  view_cart: tool("Shows the customer their cart.", nothing, () => ({ type: "cart" })),
  change_quantity: tool(
    "Changes how many there are of a line of the cart; 0 removes it. Lines are named in the cart.",
    z.object({ line, quantity: z.int().check(z.gte(0), z.lte(MOST_PIECES)) }),
    ({ line: key, quantity }) => ({ type: "set-quantity", key, quantity }),
  ),
  clear_cart: tool("Empties the cart, when the customer asks for it.", nothing, () => ({ type: "clear" })),
  check_out: tool("Goes on to ordering what is in the cart.", nothing, () => ({ type: "checkout" })),
  do_not_order: tool(
    "The customer takes an order back or lets it be: nothing is ordered, the cart stays.",
    nothing,
    () => ({
      type: "decline",
    }),
  ),
  set_delivery_method: tool(
    "How the customer gets the order.",
    z.object({ method: z.enum(ORDER_TYPES) }),
    ({ method }) => ({ type: "method", method }),
  ),
  set_address: tool(
    "Where it is delivered to, as the customer wrote it.",
    z.object({ address: z.string().check(z.minLength(3), z.maxLength(200)) }),
    ({ address }) => ({ type: "address", street: address }),
  ),
  set_payment_method: tool(
    "How the customer pays.",
    z.object({ method: z.enum(PAYMENT_METHODS) }),
    ({ method }) => ({
      type: "pay",
      method,
    }),
  ),
  track_order: tool("Tells the customer how their order is doing.", nothing, () => ({ type: "track" })),
  talk_to_person: tool("Hands the conversation to the restaurant's staff.", nothing, () => ({
    type: "person",
  })),
};

export const TOOL_DESCRIPTIONS: readonly ToolDescription[] = Object.entries(TOOLS).map(
  ([name, { description, parameters }]) => ({ name, description, parameters: z.toJSONSchema(parameters) }),
);

/** Never a price: amounts reach customers by code alone. */
async function lookUp(query: string, flow: Flow): Promise<string> {
  const menu = await flow.catalogue.menu(flow.branch, flow.work);
  const { items, ambiguous } = findProducts(menu, query);
  const ids = [...items.map(({ productId }) => productId), ...(ambiguous?.ids ?? [])].slice(0, 5);
  if (ids.length === 0) return "Nothing on the menu is called that.";
  const products = await Promise.all(ids.map((one) => flow.catalogue.product(flow.branch, one, flow.work)));
  return JSON.stringify(
    products
      .filter((product) => product !== undefined)
      .map(({ id, name, isAvailable, presentations, modifiers }) => ({
        ...{ id, name, isAvailable },
        presentations: presentations.map(named),
        modifiers: modifiers.map(({ name, minSelections, maxSelections, options }) => ({
          ...{ name, minSelections, maxSelections },
          options: options.map(named),
        })),
      })),
  );
}

function named({ id, name }: { readonly id: string; readonly name: string }) {
  return { id, name };
}
