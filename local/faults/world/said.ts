import type { SyncEvent } from "../../../functions/sync-events/contract.ts";

/** Something that has to end up at CartaAI, and when it was said. Steps are the simulation's. */
export interface SaidEvent {
  readonly id: string;
  readonly person: number;
  /** The webhook or the turn that it was said in, and its place there. */
  readonly source: string;
  readonly index: number;
  /** As it was published last. */
  event: SyncEvent | undefined;
  /** The keys that it was published under. */
  readonly keys: Set<string>;
  /** When it was first tried to be published, and when that was first known to have worked. */
  begunAt: number;
  acceptedAt: number;
  /** SQS's sequence number when it first came out of the queue; empty until then. */
  sequence: string;
  /** When it was queued first, epoch milliseconds. */
  queuedAt: number;
}

/** Everything that was said in a scenario. */
export class Said {
  readonly #events = new Map<string, SaidEvent>();

  /** Announces an event before it is published for the first time. */
  begin(id: string, person: number, source: string, index: number, step: number): void {
    if (this.#events.has(id)) return;
    const keys = new Set<string>();
    const acceptedAt = Number.POSITIVE_INFINITY;
    this.#events.set(id, {
      id,
      person,
      source,
      index,
      event: undefined,
      keys,
      begunAt: step,
      acceptedAt,
      sequence: "",
      queuedAt: Number.POSITIVE_INFINITY,
    });
  }

  published(event: SyncEvent): void {
    const said = this.#events.get(event.id);
    if (said === undefined) throw new Error("an event was published that nobody said");
    said.event = event;
    said.keys.add(event.conversation.key);
  }

  accepted(id: string, step: number): void {
    const said = this.find(id);
    said.acceptedAt = Math.min(said.acceptedAt, step);
  }

  /** Notes that an event came out of the queue. */
  received(id: string, sequence: string, queuedAt: number): void {
    const said = this.find(id);
    said.queuedAt = Math.min(said.queuedAt, queuedAt);
    if (said.sequence === "" || sequence < said.sequence) said.sequence = sequence;
  }

  find(id: string): SaidEvent {
    const said = this.#events.get(id);
    if (said === undefined) throw new Error(`nobody said ${id}`);
    return said;
  }

  all(): SaidEvent[] {
    return [...this.#events.values()];
  }
}

/** A turn's parts are published in this order. */
const AFTER_REPLIES = 1_000_000;

/** Where an event of the agent's comes from: the turn's first message, what it was said in, and its place there. */
export function originOf(eventId: string): { turn: string; source: string; index: number } {
  const [, turn = "", part = ""] = /^(.*):(reply:\d+|state|apology|order:[^:]*)$/.exec(eventId) ?? [];
  const [kind = "", number = ""] = part.split(":");
  if (kind === "apology") return { turn, source: eventId, index: 0 };
  const index = kind === "reply" ? Number(number) : AFTER_REPLIES + (kind === "state" ? 0 : 1);
  return { turn, source: `turn-${turn}`, index };
}

export function isApology(eventId: string): boolean {
  return eventId.endsWith(":apology");
}

/** What the order demands: whether one has to stand before the other. */
export function mustPrecede(one: SaidEvent, other: SaidEvent, isMerging: boolean): boolean {
  if (one.person !== other.person) return false;
  // Two conversations of one person that nothing connected yet are two conversations.
  if (isMerging && !isSameKey(one, other)) return false;
  if (one.source === other.source) return one.index < other.index;
  return one.acceptedAt < other.begunAt;
}

function isSameKey({ keys: some }: SaidEvent, { keys: others }: SaidEvent): boolean {
  return some.size === 1 && others.size === 1 && [...some].every((key) => others.has(key));
}
