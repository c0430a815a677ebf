import type { ChatMessage, Step, Timeline } from "../../../api.ts";

/** Both together by sequence; where both have a message, the newer one's. */
export function mergeMessages(
  older: readonly ChatMessage[],
  newer: readonly ChatMessage[],
): readonly ChatMessage[] {
  const byId = new Map([...older, ...newer].map((message) => [message.id, message]));
  return [...byId.values()].sort((one, other) => one.sequence - other.sequence);
}

/** The timeline with these steps added, or put in the place of those with the same ids; in order of time. */
export function withSteps(timeline: Timeline, steps: readonly Step[]): Timeline {
  const byId = new Map([...timeline.steps, ...steps].map((step) => [step.id, step]));
  const inOrder = [...byId.values()].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return { ...timeline, steps: inOrder };
}
