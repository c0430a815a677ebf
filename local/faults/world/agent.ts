import type { SyncEvent } from "../../../functions/sync-events/contract.ts";
import { eventIds } from "../../../functions/sync-events/ids.ts";
import type { SyncEventPublisher } from "../../../functions/sync-events/publisher.ts";
import type { Said as SaidItem, Turn } from "../plan/plan.ts";
import { ExecutionEnvironment } from "./execution-environment.ts";
import type { FaultInjector } from "./fault-injector.ts";
import type { Said } from "./said.ts";
import type { Simulation } from "./simulation.ts";

/** Milliseconds after which a turn whose events were not all queued tries again. */
const PAUSE = 5_000;

/**
 * What the bot adds to a conversation: replies, a state, an order. It publishes through the real publisher, one turn of a
 * person after the other, and again until all is queued.
 */
export class Agent {
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  readonly #said: Said;
  readonly #publisherIn: (environment: ExecutionEnvironment) => SyncEventPublisher;
  readonly #lastTurn = new Map<number, Promise<void>>();
  readonly #turns = new Map<number, number>();

  constructor(
    simulation: Simulation,
    faults: FaultInjector,
    said: Said,
    publisherIn: (environment: ExecutionEnvironment) => SyncEventPublisher,
  ) {
    this.#simulation = simulation;
    this.#faults = faults;
    this.#said = said;
    this.#publisherIn = publisherIn;
  }

  answer(item: SaidItem): void {
    const { turn, person } = item;
    if (turn === undefined) return;
    const before = this.#lastTurn.get(person);
    this.#lastTurn.set(
      person,
      this.#simulation
        .pause(turn.after)
        .then(() => before)
        .then(() => this.#take(item, turn)),
    );
  }

  async #take(item: SaidItem, turn: Turn): Promise<void> {
    const number = (this.#turns.get(item.person) ?? 0) + 1;
    this.#turns.set(item.person, number);
    const events = this.#eventsOf(item, turn, number);
    while (!(await this.#publish(item, events))) await this.#simulation.pause(PAUSE);
  }

  async #publish({ id, person }: SaidItem, events: readonly SyncEvent[]): Promise<boolean> {
    const step = this.#simulation.step();
    for (const [index, event] of events.entries())
      this.#said.begin(event.id, person, `turn-${id}`, index, step);
    const environment = new ExecutionEnvironment(this.#simulation, this.#faults);
    const death = environment.begin();
    try {
      await Promise.race([this.#publisherIn(environment).publishTogether(events), death]);
    } catch {
      return false;
    }
    this.#simulation.tell(() => `agent queued ${events.map((event) => event.id).join(", ")}`);
    const accepted = this.#simulation.step();
    for (const event of events) this.#said.accepted(event.id, accepted);
    return true;
  }

  #eventsOf({ id }: SaidItem, { replies, state, orders }: Turn, number: number): SyncEvent[] {
    const { event: cause } = this.#said.find(id);
    if (cause === undefined) throw new Error("a message was accepted without being published");
    const common = {
      version: cause.version,
      conversation: cause.conversation,
      occurredAt: new Date(this.#simulation.now() + number).toISOString(),
      correlationId: id,
    };
    const orderId = `order-${id}`;
    return [
      ...replies.map(
        (content, index): SyncEvent => ({
          ...{ ...common, type: "message", role: "bot", content },
          id: eventIds.reply(id, index),
        }),
      ),
      ...(state === undefined ? [] : [stateEvent(common, eventIds.state(id), number, state.isActive)]),
      ...(orders ? [{ ...common, type: "order" as const, id: eventIds.order(id, orderId), orderId }] : []),
    ];
  }
}

function stateEvent(
  common: Pick<SyncEvent, "version" | "conversation" | "occurredAt">,
  id: string,
  number: number,
  isActive: boolean,
): SyncEvent {
  return {
    ...{ ...common, type: "state", id, isActive },
    intent: "order",
    step: `step-${number}`,
    context: { [`turn-${number}`]: true },
    metadata: {},
  };
}
