import type { Option, Reply } from "../../replies/reply.ts";
import { type ChoiceAction, choiceId } from "../choice-ids.ts";
import type { Flow } from "../flow/flow.ts";

export type Shown = Reply | readonly Reply[] | undefined;

/** Rows of one page, before those that lead to other pages: with them the ten that a WhatsApp list holds. */
const PAGE = 8;

export function option(action: ChoiceAction, title: string, description?: string): Option {
  return {
    id: choiceId(action),
    title,
    ...(description !== undefined && description !== "" && { description }),
  };
}

export function cancelButtons({ texts }: Flow): Option[] {
  return [option({ type: "cancel" }, texts.actions.cancel)];
}

/** One page of many rows. A page that there is not (any more) is the first. */
export function pageOf<Row>(rows: readonly Row[], page: number): { rows: readonly Row[]; next?: number } {
  const start = page * PAGE < rows.length ? page * PAGE : 0;
  const end = start + PAGE;
  return { rows: rows.slice(start, end), ...(end < rows.length && { next: end / PAGE }) };
}

export function list(flow: Flow, text: string, rows: readonly Option[]): Reply {
  return { kind: "list", text, button: flow.texts.actions.open, sections: [{ rows: [...rows] }] };
}
