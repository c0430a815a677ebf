import type { Line } from "../../demo/scenario.ts";

/** A line that CartaAI has to hold, and the event that brings it there. */
export interface SaidLine extends Line {
  readonly eventId: string;
  /** The message in whose timeline the event is. */
  readonly messageId: string;
}

const LINES_KEPT = 5_000;

/** What was said to and by each customer, in the order in which CartaAI is to hear it. */
export class Said {
  readonly #lines = new Map<string, Map<string, SaidLine>>();

  /** What a webhook brought. How it is worded may still change: a voice note becomes text. */
  heard(customerId: string, line: SaidLine): void {
    const lines = this.#of(customerId);
    if (!lines.has(line.eventId)) lines.set(line.eventId, line);
  }

  /** What was queued for CartaAI. Its place in the queue is its place in the conversation. */
  queued(customerId: string, line: SaidLine): void {
    const lines = this.#of(customerId);
    lines.delete(line.eventId);
    lines.set(line.eventId, line);
    const [first] = lines.keys();
    if (lines.size > LINES_KEPT && first !== undefined) lines.delete(first);
  }

  of(customerId: string): readonly SaidLine[] {
    return [...(this.#lines.get(customerId)?.values() ?? [])];
  }

  forget(customerId: string): void {
    this.#lines.delete(customerId);
  }

  #of(customerId: string): Map<string, SaidLine> {
    const lines = this.#lines.get(customerId) ?? new Map<string, SaidLine>();
    this.#lines.set(customerId, lines);
    return lines;
  }
}
