import type { OrderingState } from "../state.ts";
import type { Language } from "../texts/languages.ts";
import { textsOf } from "../texts/texts.ts";
import type { Flow, Surroundings } from "./flow.ts";

/** @param state a copy that the turn may change */
export function createFlow(surroundings: Surroundings, state: OrderingState, language: Language): Flow {
  return {
    ...surroundings,
    state,
    language,
    texts: textsOf(language),
    notices: [],
    offered: state.order_stage === "confirming" ? state.revision : undefined,
    screen: { kind: "question" },
  };
}
