import { applyAction } from "../flow/apply-action.ts";
import { type Flow, notice } from "../flow/flow.ts";
import type { ChatAnswer, ChatMessage, ChatModel, ToolCall } from "./chat-model.ts";
import { promptFor, situation } from "./prompt.ts";
import { TOOL_DESCRIPTIONS, TOOLS } from "./tools.ts";

/** Dialogues between model and tools end here, whatever the model wants. */
const MOST_STEPS = 5;
const MOST_CALLS = 6;
/** Milliseconds for an answer without the model, should it not come to one. */
const RESERVE = 5_000;
/** Characters. */
const LONGEST_TEXT = 500;

/** An amount of money, whatever the currency, or an address of the web: neither is the model's to give. */
const NOT_ITS_OWN =
  /[$€£]|\bS\/|\bR\$|https?:|www\.|\d+[.,]\d{2}\b|\d+\s*(?:soles?|euros?|d[oó]lar\w*|dollars?|reais|pesos|PEN|USD|EUR|BRL)\b/iu;

/**
 * Lets the model understand a text by doing what it asks for.
 *
 * @returns whether anything came of it; if not, the text is still to be answered
 * @throws {ModelError} when the model fails before anything was done; later its failure only ends the dialogue
 */
export async function converse(flow: Flow, model: ChatModel, text: string): Promise<boolean> {
  const messages: ChatMessage[] = await promptFor(flow, text);
  let hasActed = false;
  for (let step = 0; step < MOST_STEPS; step++) {
    const answer = await nextStep(flow, model, messages, hasActed);
    if (answer === undefined) return hasActed;
    if (answer.toolCalls.length === 0) return say(flow, answer.text) || hasActed;
    const calls = answer.toolCalls.slice(0, MOST_CALLS);
    messages.push({ role: "assistant", content: answer.text, toolCalls: calls });
    for (const call of calls) {
      const { content, isAction } = await execute(flow, call);
      hasActed ||= isAction;
      messages.push({ role: "tool", toolCallId: call.id, content });
      if (flow.wantsPerson) return true;
    }
  }
  return hasActed;
}

async function nextStep(
  flow: Flow,
  model: ChatModel,
  messages: readonly ChatMessage[],
  hasActed: boolean,
): Promise<ChatAnswer | undefined> {
  const deadline = (flow.work.deadline ?? Number.POSITIVE_INFINITY) - RESERVE;
  try {
    return await model.complete({ messages, tools: TOOL_DESCRIPTIONS, deadline });
  } catch (error) {
    if (!hasActed) throw error;
    return undefined;
  }
}

/** Arguments are the model's, and checked like everything from outside. */
async function execute(flow: Flow, { name, arguments: text }: ToolCall) {
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  if (tool === undefined) return { content: "There is no such tool.", isAction: false };
  const input = readJson(text);
  if (!tool.parameters.safeParse(input).success) return { content: "Wrong arguments.", isAction: false };
  const action = await tool.toAction(input, flow);
  if (typeof action === "string") return { content: action, isAction: false };
  await applyAction(flow, action);
  return { content: situation(flow), isAction: true };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return undefined;
  }
}

function say(flow: Flow, text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || NOT_ITS_OWN.test(trimmed)) return false;
  notice(flow, trimmed.length > LONGEST_TEXT ? `${trimmed.slice(0, LONGEST_TEXT - 1)}…` : trimmed);
  flow.state.retry_count = 0;
  return true;
}
