import type { StateUpdate } from "../../functions/cartaai/client.ts";
import {
  type CartaAIConversation,
  type HistoryEntry,
  historyOf,
} from "../../functions/cartaai/conversation.ts";

/** CartaAI took everything that was written, and shows something else. */
export class ReadBackError extends Error {
  override readonly name = "ReadBackError";
  readonly differences: readonly string[];

  constructor(differences: readonly string[]) {
    super(differences.join("; "));
    this.differences = differences;
  }
}

/**
 * Compares a conversation with what was written to it. It may hold more than that: an earlier validation that broke
 * off has left its conversation open.
 *
 * @throws {ReadBackError} with every difference
 */
export function compareReadBack(
  conversation: CartaAIConversation,
  messages: readonly Pick<HistoryEntry, "role" | "content">[],
  state: StateUpdate,
): void {
  const differences = [
    ...compareMessages(historyOf(conversation), messages),
    ...compareState(conversation, state),
  ];
  if (differences.length > 0) throw new ReadBackError(differences);
}

function compareMessages(
  history: readonly HistoryEntry[] | undefined,
  messages: readonly Pick<HistoryEntry, "role" | "content">[],
): string[] {
  if (history === undefined) return ["it shows no messages at all"];
  const positions = messages.map(({ role, content }) =>
    history.flatMap((entry, index) => (entry.role === role && entry.content === content ? [index] : [])),
  );
  const differences = positions.flatMap((found, index) => {
    const role = messages[index]?.role;
    if (found.length === 0) return [`the ${role}'s message is missing`];
    return found.length === 1 ? [] : [`the ${role}'s message stands there ${found.length} times`];
  });
  const order = positions.flatMap(([first]) => first ?? []);
  const inOrder = order.every((position, index) => index === 0 || position > (order[index - 1] ?? -1));
  return inOrder ? differences : [...differences, "the messages stand in another order"];
}

function compareState(conversation: CartaAIConversation, state: StateUpdate): string[] {
  const expected = { currentIntent: state.intent, currentStep: state.step };
  return Object.entries(expected)
    .filter(([field, value]) => conversation[field] !== value)
    .map(([field, value]) => `${field} is ${JSON.stringify(conversation[field])} instead of "${value}"`)
    .concat(
      Object.entries(state.context)
        .filter(([key, value]) => JSON.stringify(conversation.context?.[key]) !== JSON.stringify(value))
        .map(([key]) => `context.${key} is not what was synced`),
    );
}
