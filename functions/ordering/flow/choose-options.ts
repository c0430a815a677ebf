import { MOST_PIECES } from "../../restaurant/price-line.ts";
import type { Action } from "../actions.ts";
import type { Selection } from "../state.ts";
import { type Flow, notice } from "./flow.ts";
import { chosenOf, goOn, select, want } from "./select-product.ts";

type Of<Type extends Action["type"]> = Extract<Action, { type: Type }>;

/** A button of a product that is not being selected any more takes it up again. */
function selectionFor(flow: Flow, productId: string): Selection {
  const { selection } = flow.state;
  return selection?.productId === productId ? selection : { productId, options: [], closed: [] };
}

export async function chooseProduct(flow: Flow, { id }: Of<"product">): Promise<void> {
  const { found = [], quantity } = flow.state.place;
  const known = flow.state.order_stage === "selecting_items" && found.includes(id) ? quantity : undefined;
  await select(flow, { productId: id, quantity: known, options: [], closed: [] });
}

export async function chooseSize(flow: Flow, { productId, presentationId }: Of<"size">): Promise<void> {
  await select(flow, { ...selectionFor(flow, productId), presentationId });
}

/** A second tap on the same option changes nothing; one too many neither. */
export async function chooseExtra(flow: Flow, action: Of<"extra">): Promise<void> {
  const { productId, modifierId, optionId } = action;
  const selection = selectionFor(flow, productId);
  const product = await flow.catalogue.product(flow.branch, productId, flow.work);
  const modifier = product?.modifiers.find(({ id }) => id === modifierId);
  const chosen = chosenOf(selection, modifierId);
  const isOffered = modifier?.options.some(({ id }) => id === optionId) ?? false;
  const isAllowed = isOffered && !chosen.includes(optionId) && chosen.length < (modifier?.maxSelections ?? 0);
  if (!isAllowed) notice(flow, flow.texts.staleChoice);
  const options = isAllowed ? [...selection.options, { modifierId, optionId }] : selection.options;
  await select(flow, { ...selection, options });
}

export async function closeExtras(flow: Flow, { productId, modifierId }: Of<"extras-done">): Promise<void> {
  const selection = selectionFor(flow, productId);
  const closed = [...new Set([...selection.closed, modifierId])].slice(-20);
  await select(flow, { ...selection, closed });
}

export async function chooseQuantity(flow: Flow, { productId, quantity }: Of<"quantity">): Promise<void> {
  if (quantity < 1 || quantity > MOST_PIECES) {
    notice(flow, flow.texts.tooMany(MOST_PIECES));
    return await goOn(flow);
  }
  await select(flow, { ...selectionFor(flow, productId), quantity });
}

/** Everything of a product at once, as the model understood it; what is missing or wrong is asked for. */
export async function chooseAll(flow: Flow, action: Of<"choose">): Promise<void> {
  const { productId, presentationId, optionIds, quantity, notes } = action;
  const product = await flow.catalogue.product(flow.branch, productId, flow.work);
  const options = (product?.modifiers ?? []).flatMap(({ id, options, maxSelections }) =>
    options
      .filter((option) => optionIds.includes(option.id))
      .slice(0, maxSelections)
      .map((option) => ({ modifierId: id, optionId: option.id })),
  );
  // What was said is all that is wanted of a modifier that needs no more.
  const closed = (product?.modifiers ?? [])
    .filter(({ minSelections }) => minSelections === 0)
    .map(({ id }) => id);
  await want(flow, [{ productId, presentationId, quantity, notes, options, closed }]);
}
