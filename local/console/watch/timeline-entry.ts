import type { MessageState, Step, Timeline } from "../api.ts";

/** How far a turn or a sync event has come. */
export type EventState = "queued" | "retrying" | "settled" | "dead";

/** What is known of one message's way, changed in place. */
export interface TimelineEntry {
  readonly messageId: string;
  readonly customerId: string | undefined;
  readonly startedAt: string;
  readonly correlationIds: Set<string>;
  readonly steps: Map<string, Step>;
  /** By queue and id of the event. */
  readonly events: Map<string, { readonly id: string; readonly state: EventState; readonly at: string }>;
  answer: "none" | "accepted" | "refused";
  /** As it was told when it was taken along; then nothing more comes. */
  restored?: Omit<Timeline, "steps">;
}

export function newEntry(
  messageId: string,
  customerId: string | undefined,
  startedAt: string,
): TimelineEntry {
  return {
    ...{ messageId, customerId, startedAt, answer: "none" },
    ...{ correlationIds: new Set(), steps: new Map(), events: new Map() },
  };
}

/** How far the message has come: the whole of what it caused, or only the events that are chosen. */
export function stateOf(
  { events, answer }: TimelineEntry,
  isChosen: (eventId: string) => boolean,
): MessageState {
  const states = new Set([...events.values()].filter(({ id }) => isChosen(id)).map(({ state }) => state));
  for (const state of ["dead", "retrying", "queued", "settled"] as const) if (states.has(state)) return state;
  return answer === "none" ? "sending" : answer === "accepted" ? "acknowledged" : "refused";
}

/** The timeline without its steps. */
export function summaryOf(entry: TimelineEntry): Omit<Timeline, "steps"> {
  if (entry.restored !== undefined) return entry.restored;
  const events = [...entry.events.values()];
  const isOver = events.length > 0 && events.every(({ state }) => state === "settled" || state === "dead");
  const settledAt = events
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  return {
    messageId: entry.messageId,
    ...(entry.customerId !== undefined && { customerId: entry.customerId }),
    correlationIds: [...entry.correlationIds],
    state: stateOf(entry, () => true),
    startedAt: entry.startedAt,
    ...(isOver &&
      settledAt !== undefined && {
        settledAt,
        durationMs: Math.max(0, Date.parse(settledAt) - Date.parse(entry.startedAt)),
      }),
  };
}
