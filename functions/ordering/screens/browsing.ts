import type { MenuProduct } from "../../restaurant/restaurant.ts";
import { type Flow, money } from "../flow/flow.ts";
import { list, option, pageOf, type Shown } from "./options.ts";

export function homeScreen(flow: Flow): Shown {
  const { texts, state } = flow;
  const { actions } = texts;
  const cart = state.cart.length > 0 ? option({ type: "cart" }, actions.cart) : undefined;
  const isAnswered = flow.notices.length > 0;
  return {
    kind: "buttons",
    text: isAnswered ? texts.helpHint : `${texts.welcome(flow.restaurantName)}\n${texts.helpHint}`,
    buttons: [
      option({ type: "menu", page: 0 }, actions.menu),
      cart ?? option({ type: "track" }, actions.track),
      option({ type: "person" }, actions.person),
    ],
  };
}

/** The categories that have something to sell. */
export async function menuScreen(flow: Flow): Promise<Shown> {
  const { texts } = flow;
  const menu = await flow.catalogue.menu(flow.branch, flow.work);
  const categories = menu.categories.filter(({ products }) => products.length > 0);
  if (categories.length === 0) {
    return {
      kind: "buttons",
      text: texts.menuEmpty,
      buttons: [option({ type: "person" }, texts.actions.person)],
    };
  }
  const { rows, next } = pageOf(categories, flow.state.place.page ?? 0);
  return list(flow, texts.chooseCategory, [
    ...rows.map(({ id, name, description }) => option({ type: "category", id, page: 0 }, name, description)),
    ...(next === undefined ? [] : [option({ type: "menu", page: next }, texts.actions.more)]),
    ...(flow.state.cart.length > 0 ? [option({ type: "cart" }, texts.actions.cart)] : []),
  ]);
}

export async function categoryScreen(flow: Flow): Promise<Shown> {
  const { texts, state } = flow;
  const { categoryId, page = 0 } = state.place;
  const menu = await flow.catalogue.menu(flow.branch, flow.work);
  const category = menu.categories.find(({ id }) => id === categoryId);
  if (category === undefined) return await menuScreen(flow);
  const { rows, next } = pageOf(category.products, page);
  const back = option({ type: "menu", page: 0 }, texts.actions.back);
  if (rows.length === 0) return { kind: "buttons", text: texts.categoryEmpty, buttons: [back] };
  return list(flow, texts.chooseProduct(category.name), [
    ...rows.map((product) => productRow(flow, product)),
    ...(next === undefined
      ? []
      : [option({ type: "category", id: category.id, page: next }, texts.actions.more)]),
    back,
  ]);
}

export async function foundScreen(flow: Flow): Promise<Shown> {
  const { texts, state } = flow;
  const menu = await flow.catalogue.menu(flow.branch, flow.work);
  const products = new Map(menu.categories.flatMap(({ products }) => products).map((one) => [one.id, one]));
  const rows = (state.place.found ?? [])
    .map((id) => products.get(id))
    .filter((product) => product !== undefined)
    .map((product) => productRow(flow, product));
  if (rows.length === 0) return await menuScreen(flow);
  return list(flow, texts.severalFound, [...rows, option({ type: "menu", page: 0 }, texts.actions.back)]);
}

function productRow(flow: Flow, { id, name, description = "", price, isAvailable }: MenuProduct) {
  const worth = isAvailable ? money(flow, price) : flow.texts.soldOut;
  return option({ type: "product", id }, name, description === "" ? worth : `${worth} · ${description}`);
}
