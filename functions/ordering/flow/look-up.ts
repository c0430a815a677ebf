import type { DirectAction } from "../actions.ts";
import { type Origin, resolveChoice } from "../choice-ids.ts";
import { lineKey } from "./cart.ts";
import type { Flow } from "./flow.ts";

/** What a choice stands for whose id could not hold the restaurant's ids, by the menu as it is now. */
export async function lookUp(flow: Flow, choiceId: string): Promise<DirectAction> {
  const action = await resolveChoice(choiceId, (origin) => idsOf(flow, origin));
  return action === undefined || action.type === "say" ? { type: "stale" } : action;
}

async function idsOf(flow: Flow, { type, name, known }: Origin): Promise<readonly string[]> {
  const { catalogue, branch, work, state } = flow;
  if (name === "key") return state.cart.map(lineKey);
  if (name === "id" && type === "zone") return ids(await catalogue.zones(branch, work));
  if (name === "id" || name === "productId") {
    const { categories } = await catalogue.menu(branch, work);
    return ids(type === "category" ? categories : categories.flatMap(({ products }) => products));
  }
  const product = await catalogue.product(branch, String(known.get("productId")), work);
  if (product === undefined) return [];
  if (name === "presentationId") return ids(product.presentations);
  if (name === "modifierId") return ids(product.modifiers);
  const modifier = product.modifiers.find(({ id }) => id === known.get("modifierId"));
  return ids(modifier?.options ?? []);
}

function ids(choices: readonly { readonly id: string }[]): string[] {
  return choices.map(({ id }) => id);
}
