import type { OrderLine } from "./order.ts";
import type { Modifier, ProductDetails } from "./restaurant.ts";

/** What a customer wants of a product, by ids alone: names and prices are the catalogue's. */
export interface LineChoice {
  readonly presentationId?: string | undefined;
  /** One entry for each option that is selected. */
  readonly options: readonly { readonly modifierId: string; readonly optionId: string }[];
  readonly quantity: number;
  readonly notes?: string | undefined;
}

/** Why a line cannot be ordered like that. */
export type LineProblem =
  | { readonly kind: "unavailable" }
  | { readonly kind: "quantity" }
  /** None chosen where there are some, or one that there is not. */
  | { readonly kind: "presentation" }
  /** An option that the modifier does not have, one twice, too few or too many of them. */
  | { readonly kind: "modifier"; readonly modifierId: string };

export type PricedLine =
  | { readonly line: OrderLine; readonly problem?: never }
  | { readonly line?: never; readonly problem: LineProblem };

/** Pieces in one line: beyond that it is a slip of the finger, or an order that a person takes. */
export const MOST_PIECES = 99;

/** Makes an order line of what the catalogue says of a product, or says what is wrong with the choice. */
export function priceLine(product: ProductDetails, choice: LineChoice): PricedLine {
  const { quantity, notes } = choice;
  if (!product.isAvailable) return { problem: { kind: "unavailable" } };
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MOST_PIECES) {
    return { problem: { kind: "quantity" } };
  }
  const presentation = product.presentations.find(({ id }) => id === choice.presentationId);
  const isPresented = product.presentations.length > 0 || choice.presentationId !== undefined;
  if (isPresented && presentation === undefined) return { problem: { kind: "presentation" } };
  const wrong = wrongModifier(product.modifiers, choice.options);
  if (wrong !== undefined) return { problem: { kind: "modifier", modifierId: wrong } };
  return {
    line: {
      productId: product.id,
      ...(presentation && { presentationId: presentation.id }),
      name: presentation === undefined ? product.name : `${product.name} (${presentation.name})`,
      quantity,
      unitPrice: presentation?.price ?? product.price,
      modifiers: product.modifiers.flatMap((modifier) => selectionOf(modifier, choice.options)),
      ...(notes !== undefined && { notes }),
    },
  };
}

/** The choice that a line was made of: what is in a cart is priced again before it is ordered. */
export function choiceOf({ presentationId, modifiers, quantity, notes }: OrderLine): LineChoice {
  const options = modifiers.flatMap(({ modifierId, options }) =>
    options.map(({ optionId }) => ({ modifierId, optionId })),
  );
  return { presentationId, options, quantity, notes };
}

type Selected = LineChoice["options"];

function wrongModifier(modifiers: readonly Modifier[], selected: Selected): string | undefined {
  const foreign = selected.find(({ modifierId }) => !modifiers.some(({ id }) => id === modifierId));
  if (foreign !== undefined) return foreign.modifierId;
  return modifiers.find((modifier) => !isSelectionAllowed(modifier, selected))?.id;
}

function isSelectionAllowed({ id, options, ...limits }: Modifier, selected: Selected): boolean {
  const chosen = selected.filter(({ modifierId }) => modifierId === id).map(({ optionId }) => optionId);
  const isEachKnown = chosen.every((optionId) => options.some((option) => option.id === optionId));
  const isEachOnce = new Set(chosen).size === chosen.length;
  const isEnough = chosen.length >= limits.minSelections && chosen.length <= limits.maxSelections;
  return isEachKnown && isEachOnce && isEnough;
}

function selectionOf({ id, name, options }: Modifier, selected: Selected): OrderLine["modifiers"] {
  const chosen = options.filter((option) =>
    selected.some(({ modifierId, optionId }) => modifierId === id && optionId === option.id),
  );
  if (chosen.length === 0) return [];
  return [
    {
      modifierId: id,
      name,
      options: chosen.map((option) => ({
        ...{ optionId: option.id, name: option.name },
        ...{ price: option.price, quantity: 1 },
      })),
    },
  ];
}
