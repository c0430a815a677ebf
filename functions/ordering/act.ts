import { ModelError } from "../models/errors.ts";
import { describeError } from "../observability/describe-error.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { Action } from "./actions.ts";
import { applyAction } from "./flow/apply-action.ts";
import { awaitOutcome } from "./flow/confirm.ts";
import { type Flow, forked } from "./flow/flow.ts";
import { lookUp } from "./flow/look-up.ts";
import type { ChatModel } from "./model/chat-model.ts";
import { converse } from "./model/converse.ts";
import { readConsent } from "./words/keywords.ts";
import { guess, readAnswer } from "./words/understand.ts";

export interface Understanding {
  readonly model?: ChatModel | undefined;
  readonly telemetry: Telemetry;
}

/** What waits for an order to be placed; a message for each would be a lot. */
const MOST_DEFERRED = 10;

const CALLS_OFF: ReadonlySet<Action["type"]> = new Set(["cancel", "clear", "edit", "set-quantity", "person"]);

/**
 * Does what the messages of a turn want. What follows on a confirmation is tried out first, as if nothing had been
 * ordered: if it takes the confirmation back, that is what the turn comes to; if not, it waits until it is known what
 * became of the order.
 *
 * @param isAll there is nothing in the turn besides these actions
 * @returns the flow as it goes on from here
 */
export async function act(
  flow: Flow,
  actions: readonly Action[],
  understanding: Understanding,
  isAll: boolean,
): Promise<Flow> {
  const rest = await run(flow, actions, understanding, isAll && actions.length === 1);
  if (flow.draft === undefined) return flow;
  const trial = forked(flow);
  await run(trial, rest, understanding, false);
  if (trial.draft === undefined) {
    trial.notices.unshift(trial.texts.withdrawn);
    return trial;
  }
  awaitOutcome(flow);
  flow.state.deferred = rest.filter((action) => !isConfirmation(action)).slice(0, MOST_DEFERRED);
  return flow;
}

/**
 * One action after the other; free text that follows on free text is read as one. Ends with the confirmation of an order,
 * and where a person is asked for: the rest is theirs.
 *
 * @returns what was not done
 */
async function run(
  flow: Flow,
  actions: readonly Action[],
  understanding: Understanding,
  isAll: boolean,
): Promise<readonly Action[]> {
  const hadDraft = flow.draft !== undefined;
  const isOver = () => flow.wantsPerson === true || (!hadDraft && flow.draft !== undefined);
  let unclear: string[] = [];
  const clear = async () => {
    const text = unclear.join("\n");
    unclear = [];
    if (text !== "") await understand(flow, text, isAll, understanding);
  };
  for (const [index, action] of actions.entries()) {
    if (action.type === "say") {
      let certain = await read(flow, action.text);
      if (certain !== undefined && unclear.length > 0) {
        await clear();
        // What was being asked may be something else by now.
        certain = await read(flow, action.text);
      }
      if (certain === undefined) unclear.push(action.text);
      else for (const each of certain) await apply(flow, each);
    } else {
      await clear();
      await apply(flow, action);
    }
    if (isOver()) return actions.slice(index + 1);
  }
  await clear();
  return [];
}

/** A "no" right after a confirmation is one to the order, whatever has been asked for between. */
async function read(flow: Flow, text: string): Promise<readonly Action[] | undefined> {
  if (flow.draft !== undefined && readConsent(text) === "decline") return [{ type: "decline" }];
  return await readAnswer(flow, text);
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
      if (await converse(flow, model, text)) return await callOff(flow, text);
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

/** A model that only talks does not have an order placed that the customer's own words call off. */
async function callOff(flow: Flow, text: string): Promise<void> {
  if (flow.draft === undefined) return;
  for (const action of await guess(flow, text)) {
    if (CALLS_OFF.has(action.type)) await apply(flow, action);
  }
}

async function apply(flow: Flow, action: Action): Promise<void> {
  if (action.type === "say" || flow.wantsPerson === true) return;
  await applyAction(flow, action.type === "choice" ? await lookUp(flow, action.id) : action);
}

/** A second confirmation is none: the first one is being carried out. */
function isConfirmation(action: Action): boolean {
  if (action.type === "say") return readConsent(action.text) === "agree";
  return action.type === "confirm" || action.type === "agree";
}
