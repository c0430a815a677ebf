import { randomBytes } from "node:crypto";
import type { EventData, EventName } from "../api.ts";

export interface LoggedEvent {
  readonly id: string;
  readonly name: EventName;
  /** JSON. */
  readonly data: string;
}

/** The most recent events, for whoever connects again: so many, and so many characters. */
const EVENTS_KEPT = 5_000;
const CHARACTERS_KEPT = 16 * 1024 * 1024;

/** What is told to the pages. Ids are this process's own, so that those of an earlier start are not mistaken for them. */
export class EventLog {
  readonly #start = randomBytes(6).toString("hex");
  readonly #listeners = new Set<(event: LoggedEvent) => void>();
  #events: LoggedEvent[] = [];
  #characters = 0;
  #count = 0;

  get lastId(): string {
    return `${this.#start}-${this.#count}`;
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  publish<Name extends EventName>(name: Name, value: EventData<Name>): void {
    this.#count += 1;
    const event = { id: this.lastId, name, data: JSON.stringify(value) };
    this.#events.push(event);
    this.#characters += event.data.length;
    this.#trim();
    for (const listener of this.#listeners) listener(event);
  }

  /** What came after the event with this id; undefined if that cannot be told any more. */
  since(id: string): readonly LoggedEvent[] | undefined {
    const [start, number] = id.split("-");
    const seen = Number(number);
    if (start !== this.#start || !Number.isInteger(seen) || seen > this.#count) return undefined;
    const missed = this.#count - seen;
    if (missed === 0) return [];
    return missed <= this.#events.length ? this.#events.slice(-missed) : undefined;
  }

  listen(listener: (event: LoggedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** In large steps, so that an event costs the same however many are kept. */
  #trim(): void {
    if (this.#events.length < 2 * EVENTS_KEPT && this.#characters < 2 * CHARACTERS_KEPT) return;
    const kept: LoggedEvent[] = [];
    let characters = 0;
    for (const event of this.#events.toReversed()) {
      characters += event.data.length;
      if (kept.length >= EVENTS_KEPT || characters > CHARACTERS_KEPT) break;
      kept.push(event);
    }
    this.#events = kept.reverse();
    this.#characters = kept.reduce((sum, { data }) => sum + data.length, 0);
  }
}
