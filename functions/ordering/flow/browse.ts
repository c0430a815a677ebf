import { type Flow, notice, show } from "./flow.ts";

export function goHome(flow: Flow): void {
  flow.state.place = {};
  show(flow, "home", "welcome");
}

export function showMenu(flow: Flow, page: number): void {
  flow.state.place = { page };
  show(flow, "menu", "browsing_menu");
  flow.state.current_intent = "menu";
  flow.state.workflow = "menu";
}

export async function showCategory(flow: Flow, categoryId: string, page: number): Promise<void> {
  const { categories } = await flow.catalogue.menu(flow.branch, flow.work);
  if (!categories.some(({ id }) => id === categoryId)) {
    notice(flow, flow.texts.staleChoice);
    showMenu(flow, 0);
    return;
  }
  show(flow, "category", "");
  flow.state.order_stage = "selecting_items";
  flow.state.place = { categoryId, page };
}

/** Several products may be meant: the customer chooses. */
export function showFound(flow: Flow, ids: readonly string[], quantity: number | undefined): void {
  show(flow, "found", "");
  flow.state.order_stage = "selecting_items";
  flow.state.place = { found: ids, quantity };
}
