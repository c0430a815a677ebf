import type { MessageState, Step, Timeline } from "../api.ts";
import type { OnChange } from "./changes.ts";
import { type EventState, newEntry, stateOf, summaryOf, type TimelineEntry } from "./timeline-entry.ts";

/** Messages whose timelines are kept, and steps of each: retries for hours must not fill the memory. */
const TIMELINES_KEPT = 5_000;
const STEPS_KEPT = 400;

/** What was seen of each message, put together from what was watched. In memory, bounded. */
export class Timelines {
  readonly #onChange: OnChange;
  readonly #onForget: (messageId: string) => void;
  readonly #entries = new Map<string, TimelineEntry>();
  readonly #byCorrelation = new Map<string, Set<string>>();

  /** @param onForget told of each message that is not kept any more */
  constructor(onChange: OnChange, onForget: (messageId: string) => void = () => undefined) {
    this.#onChange = onChange;
    this.#onForget = onForget;
  }

  open(messageId: string, customerId: string | undefined, at: string): void {
    if (this.#entries.has(messageId)) return;
    this.#entries.set(messageId, newEntry(messageId, customerId, at));
    if (this.#entries.size > TIMELINES_KEPT) this.#forgetOldest();
  }

  has(messageId: string): boolean {
    return this.#entries.has(messageId);
  }

  customerOf(messageId: string): string | undefined {
    return this.#entries.get(messageId)?.customerId;
  }

  /** The messages that a correlation id is about: those of one webhook. */
  messagesOf(correlationId: string): readonly string[] {
    return [...(this.#byCorrelation.get(correlationId) ?? [])];
  }

  correlate(messageId: string, correlationId: string): void {
    this.#entries.get(messageId)?.correlationIds.add(correlationId);
    const messages = this.#byCorrelation.get(correlationId) ?? new Set();
    this.#byCorrelation.set(correlationId, messages.add(messageId));
  }

  /** What the webhook answered. Once accepted, a later refusal changes nothing. */
  answered(messageId: string, accepted: boolean): void {
    const entry = this.#entries.get(messageId);
    if (entry !== undefined && entry.answer !== "accepted") entry.answer = accepted ? "accepted" : "refused";
  }

  isAnswered(messageId: string): boolean {
    return this.#entries.get(messageId)?.answer === "accepted";
  }

  setEvent(messageId: string, queue: string, id: string, state: EventState, at: string): void {
    this.#entries.get(messageId)?.events.set(`${queue} ${id}`, { id, state, at });
  }

  eventState(messageId: string, queue: string, id: string): EventState | undefined {
    return this.#entries.get(messageId)?.events.get(`${queue} ${id}`)?.state;
  }

  /** Adds a step, or replaces the one with the same id by what is known now. */
  step(messageId: string, step: Step): void {
    const entry = this.#entries.get(messageId);
    if (entry === undefined) return;
    if (!entry.steps.has(step.id) && entry.steps.size >= STEPS_KEPT) return;
    entry.steps.set(step.id, step);
    this.#onChange({ kind: "step", timeline: summaryOf(entry), step });
  }

  stepOf(messageId: string, stepId: string): Step | undefined {
    return this.#entries.get(messageId)?.steps.get(stepId);
  }

  get(messageId: string): Timeline | undefined {
    const entry = this.#entries.get(messageId);
    if (entry === undefined) return undefined;
    // What happened in the same millisecond stays in the order in which it was seen.
    const steps = [...entry.steps.values()].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
    return { ...summaryOf(entry), steps };
  }

  /** How far a message has come: the whole of what it caused, or only the events that are chosen. */
  state(messageId: string, isChosen: (eventId: string) => boolean = () => true): MessageState {
    const entry = this.#entries.get(messageId);
    return entry === undefined ? "acknowledged" : stateOf(entry, isChosen);
  }

  /** Puts back a timeline that was taken along. */
  restore({ steps, ...summary }: Timeline): void {
    this.open(summary.messageId, summary.customerId, summary.startedAt);
    const entry = this.#entries.get(summary.messageId);
    if (entry === undefined) return;
    for (const step of steps) entry.steps.set(step.id, step);
    entry.restored = summary;
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries.values();
    if (oldest === undefined) return;
    this.#entries.delete(oldest.messageId);
    this.#onForget(oldest.messageId);
    for (const id of oldest.correlationIds) {
      const messages = this.#byCorrelation.get(id);
      messages?.delete(oldest.messageId);
      if (messages?.size === 0) this.#byCorrelation.delete(id);
    }
  }
}
