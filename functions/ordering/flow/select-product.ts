import type { LineChoice } from "../../restaurant/price-line.ts";
import { MOST_PIECES, priceLine } from "../../restaurant/price-line.ts";
import type { Modifier, ProductDetails } from "../../restaurant/restaurant.ts";
import type { Selection } from "../state.ts";
import { showMenu } from "./browse.ts";
import { addLine, showCart } from "./cart.ts";
import { ask, type Flow, notice } from "./flow.ts";

/** Products that wait for their turn: more than any basket or message is answered in questions. */
const MOST_WAITING = 30;

/** Takes these products up, after those that are being selected already. */
export async function want(flow: Flow, products: readonly Selection[]): Promise<void> {
  flow.state.waiting = [...flow.state.waiting, ...products].slice(0, MOST_WAITING);
  if (flow.state.selection === null) await takeNext(flow);
  else await goOn(flow);
}

/** A product was tapped: it takes the place of the one that was being selected. */
export async function select(flow: Flow, selection: Selection): Promise<void> {
  flow.state.selection = selection;
  await goOn(flow);
}

/** Asks for what is still missing of the product, or puts it into the cart. */
export async function goOn(flow: Flow): Promise<void> {
  const { selection } = flow.state;
  if (selection === null) return await takeNext(flow);
  const product = await flow.catalogue.product(flow.branch, selection.productId, flow.work);
  if (product === undefined || !product.isAvailable || !canBeChosen(product)) {
    notice(flow, product === undefined ? flow.texts.notFound : flow.texts.unavailable(product.name));
    return await drop(flow);
  }
  if (product.presentations.length > 0 && !hasPresentation(product, selection)) {
    const [only, another] = product.presentations;
    if (only === undefined || another !== undefined) return ask(flow, "awaiting_size");
    flow.state.selection = { ...selection, presentationId: only.id };
    return await goOn(flow);
  }
  if (openModifier(product, selection) !== undefined) return ask(flow, "awaiting_extras");
  if (selection.quantity === undefined) return ask(flow, "customizing");
  await finish(flow, product, { ...selection, quantity: selection.quantity });
}

/** Gives the product up that is being selected, and takes the next. */
export async function drop(flow: Flow): Promise<void> {
  flow.state.selection = null;
  await takeNext(flow);
}

/** The first modifier of which more can be chosen, and that the customer has not closed. */
export function openModifier(product: ProductDetails, selection: Selection): Modifier | undefined {
  return product.modifiers.find(({ id, options, minSelections, maxSelections }) => {
    const chosen = chosenOf(selection, id).length;
    if (chosen < minSelections) return true;
    const isFull = chosen >= Math.min(maxSelections, options.length);
    return !isFull && !selection.closed.includes(id);
  });
}

/** Ids of the options of a modifier that are selected. */
export function chosenOf({ options }: Selection, modifierId: string): string[] {
  return options.filter((option) => option.modifierId === modifierId).map(({ optionId }) => optionId);
}

function hasPresentation({ presentations }: ProductDetails, { presentationId }: Selection): boolean {
  return presentations.some(({ id }) => id === presentationId);
}

/** A restaurant's slip (three sauces needed where there are two) must not keep its customers in a circle. */
function canBeChosen({ modifiers }: ProductDetails): boolean {
  return modifiers.every(
    ({ minSelections, maxSelections, options }) => minSelections <= Math.min(maxSelections, options.length),
  );
}

async function finish(flow: Flow, product: ProductDetails, choice: LineChoice): Promise<void> {
  const { line, problem } = priceLine(product, choice);
  if (line !== undefined) {
    addLine(flow, line);
    return await drop(flow);
  }
  if (problem.kind === "quantity") {
    notice(flow, flow.texts.tooMany(MOST_PIECES));
    if (flow.state.selection !== null)
      flow.state.selection = { ...flow.state.selection, quantity: undefined };
    return ask(flow, "customizing");
  }
  // The menu has changed under the selection: it begins again.
  notice(flow, flow.texts.staleChoice);
  const { quantity, notes } = choice;
  flow.state.selection = { productId: product.id, quantity, notes, options: [], closed: [] };
  await goOn(flow);
}

async function takeNext(flow: Flow): Promise<void> {
  const [next, ...others] = flow.state.waiting;
  flow.state.waiting = others;
  if (next !== undefined) {
    flow.state.selection = next;
    return await goOn(flow);
  }
  if (flow.state.cart.length > 0) showCart(flow);
  else showMenu(flow, 0);
}
