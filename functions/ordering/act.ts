import { ModelError } from "../models/errors.ts";
import { describeError } from "../observability/describe-error.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { Action } from "./actions.ts";
import { applyAction } from "./flow/apply-action.ts";
import type { Flow } from "./flow/flow.ts";
import type { ChatModel } from "./model/chat-model.ts";
import { converse } from "./model/converse.ts";
import { guess, readAnswer } from "./words/understand.ts";

export interface Understanding {
  readonly model?: ChatModel | undefined;
  readonly telemetry: Telemetry;
}

/** What waits for an order to be placed; a message for each would be a lot. */
const MOST_DEFERRED = 10;

/**
 * Does what the messages of a turn want, one after the other; free text that follows on free text is read as one. After a
 * confirmation the rest waits until it is known what became of the order, and with a person asked for, it is theirs.
 */
export async function act(
  flow: Flow,
  actions: readonly Action[],
  understanding: Understanding,
): Promise<void> {
  let unclear: string[] = [];
  const clear = async () => {
    const text = unclear.join("\n");
    unclear = [];
    if (text !== "") await understand(flow, text, actions.length === 1, understanding);
  };
  for (const [index, action] of actions.entries()) {
    if (action.type === "say") {
      const certain = await readAnswer(flow, action.text);
      if (certain === undefined) {
        unclear.push(action.text);
        continue;
      }
      await clear();
      for (const each of certain) await apply(flow, each);
    } else {
      await clear();
      await apply(flow, action);
    }
    if (isOver(flow)) return defer(flow, actions.slice(index + 1));
  }
  await clear();
}

/** By the model if there is one, else by names and keywords, which also stand in for a model that fails. */
async function understand(
  flow: Flow,
  text: string,
  isAll: boolean,
  { model, telemetry }: Understanding,
): Promise<void> {
  if (model !== undefined) {
    try {
      if (await converse(flow, model, text)) return;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      telemetry.warn("The model did not answer, going on with keywords", describeError(error));
    }
  }
  for (const action of await guess(flow, text)) {
    // Beside something that was understood, a word that was not is not worth an apology.
    if (action.type !== "unknown" || isAll) await apply(flow, action);
  }
}

async function apply(flow: Flow, action: Action): Promise<void> {
  if (action.type !== "say" && !isOver(flow)) await applyAction(flow, action);
}

function isOver({ draft, wantsPerson }: Flow): boolean {
  return draft !== undefined || wantsPerson === true;
}

/** A second confirmation is none: the first one is being carried out. */
function defer(flow: Flow, rest: readonly Action[]): void {
  if (flow.draft === undefined) return;
  flow.state.deferred = rest
    .filter(({ type }) => type !== "confirm" && type !== "agree")
    .slice(0, MOST_DEFERRED);
}
