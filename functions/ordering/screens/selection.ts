import type { Reply } from "../../replies/reply.ts";
import type { ProductDetails } from "../../restaurant/restaurant.ts";
import { type Flow, money } from "../flow/flow.ts";
import { chosenOf, openModifier } from "../flow/select-product.ts";
import type { Selection } from "../state.ts";
import { homeScreen } from "./browsing.ts";
import { list, option, type Shown } from "./options.ts";

interface Selecting {
  readonly product: ProductDetails;
  readonly selection: Selection;
}

async function selecting(flow: Flow): Promise<Selecting | undefined> {
  const { selection } = flow.state;
  const product = selection && (await flow.catalogue.product(flow.branch, selection.productId, flow.work));
  return selection && product ? { product, selection } : undefined;
}

export async function sizeScreen(flow: Flow): Promise<Shown> {
  const current = await selecting(flow);
  if (current === undefined) return homeScreen(flow);
  const { product } = current;
  const question = list(flow, described(product, flow.texts.chooseSize(product.name)), [
    ...product.presentations.map(({ id, name, price }) =>
      option({ type: "size", productId: product.id, presentationId: id }, name, money(flow, price)),
    ),
    option({ type: "cancel" }, flow.texts.actions.cancel),
  ]);
  return [...pictureOf(product), question];
}

/** The options that can still be chosen, and the way on once there are enough. */
export async function extrasScreen(flow: Flow): Promise<Shown> {
  const current = await selecting(flow);
  const modifier = current && openModifier(current.product, current.selection);
  if (current === undefined || modifier === undefined) return homeScreen(flow);
  const { texts } = flow;
  const ids = { productId: current.product.id, modifierId: modifier.id };
  const chosen = chosenOf(current.selection, modifier.id);
  const names = modifier.options.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  const lines = [
    texts.chooseExtras(modifier.name, current.product.name),
    texts.limits(modifier.minSelections, Math.min(modifier.maxSelections, modifier.options.length)),
    ...(names.length > 0 ? [texts.chosen(names.join(", "))] : []),
  ];
  return list(flow, lines.join("\n"), [
    ...modifier.options
      .filter(({ id }) => !chosen.includes(id))
      .map(({ id, name, price }) =>
        option(
          { type: "extra", ...ids, optionId: id },
          name,
          price > 0 ? `+ ${money(flow, price)}` : undefined,
        ),
      ),
    ...(chosen.length >= modifier.minSelections
      ? [option({ type: "extras-done", ...ids }, texts.actions.done)]
      : []),
    option({ type: "cancel" }, texts.actions.cancel),
  ]);
}

export async function quantityScreen(flow: Flow): Promise<Shown> {
  const current = await selecting(flow);
  if (current === undefined) return homeScreen(flow);
  const { product } = current;
  // A product with choices was shown when these were asked for.
  const isFirst = product.presentations.length === 0 && product.modifiers.length === 0;
  const question = flow.texts.chooseQuantity(product.name);
  return [
    ...(isFirst ? pictureOf(product) : []),
    {
      kind: "buttons",
      text: isFirst ? described(product, question) : question,
      buttons: [1, 2, 3].map((quantity) =>
        option({ type: "quantity", productId: product.id, quantity }, String(quantity)),
      ),
    },
  ];
}

function described({ description = "" }: ProductDetails, question: string): string {
  return description === "" ? question : `${description}\n\n${question}`;
}

/** WhatsApp fetches pictures over HTTPS alone. */
function pictureOf({ imageUrl = "" }: ProductDetails): Reply[] {
  return URL.canParse(imageUrl) && imageUrl.startsWith("https://") ? [{ kind: "image", url: imageUrl }] : [];
}
