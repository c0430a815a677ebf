import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collapseStates } from "../../functions/sync/collapse-states.ts";
import type { QueuedEvent } from "../../functions/sync/queued-event.ts";
import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import { messageEvent, orderEvent, stateEvent } from "../sync-events/sample-events.ts";
import { queued } from "./queued-events.ts";

/** A CartaAI session as far as a batch can change it. */
interface Mirrored {
  readonly said: string[];
  intent: string;
  step: string;
  isActive: boolean;
  context: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

const newMirror = (): Mirrored => ({
  said: [],
  intent: "idle",
  step: "initial",
  isActive: true,
  context: {},
  metadata: {},
});

/** What CartaAI holds after these events, one by one: every session that they went to, in order. */
function mirror(events: readonly SyncEvent[]): Mirrored[] {
  const sessions = [newMirror()];
  for (const event of events) {
    const session = sessions.at(-1) ?? newMirror();
    if (event.type === "message") session.said.push(event.content);
    // Linking changes the context, and the history of orders with it.
    if (event.type === "order") {
      session.context = { ...session.context, currentOrderId: event.orderId };
      session.said.push(`order ${event.orderId}`);
    }
    if (event.type === "state") {
      const { intent, step, isActive, context, metadata } = event;
      Object.assign(session, { intent, step, isActive });
      session.context = { ...session.context, ...context };
      session.metadata = { ...session.metadata, ...metadata };
      if (!isActive) sessions.push(newMirror());
    }
  }
  return sessions;
}

const someValues = fc.dictionary(
  fc.constantFrom("orderTotal", "currentOrderId", "paymentMethod"),
  fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant({ nested: 1 }), fc.constant(null)),
  { noNullPrototype: true },
);

const anyEvent: fc.Arbitrary<SyncEvent> = fc.oneof(
  fc.constant(null).map(() => messageEvent()),
  fc.constantFrom("A-1", "A-2").map((orderId) => orderEvent({ orderId })),
  fc
    .record({
      intent: fc.constantFrom("menu" as const, "order" as const),
      step: fc.constantFrom("a", "b", "c"),
      context: someValues,
      metadata: someValues,
      isActive: fc.oneof(
        { weight: 4, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
    })
    .map((state) => stateEvent(state)),
);

/** One conversation's part of a batch, each event with an id of its own. */
const batch = fc.array(anyEvent, { maxLength: 10 }).map((events) =>
  events.map((event, index) =>
    queued({
      ...event,
      id: `event ${index}`,
      ...(event.type === "message" && { content: `said ${index}` }),
    }),
  ),
);

const idsOf = (events: readonly QueuedEvent[]) => events.map(({ event }) => event.id);
const planOf = (conversation: readonly QueuedEvent[]) =>
  collapseStates(conversation).map(({ queued: { event }, members }) => [event.id, idsOf(members)]);

describe("a conversation's plan", () => {
  it("leaves CartaAI as it would be after every event, one by one", () => {
    fc.assert(
      fc.property(batch, (conversation) => {
        const planned = collapseStates(conversation).map((step) => step.queued.event);
        expect(mirror(planned)).toEqual(mirror(conversation.map(({ event }) => event)));
      }),
      { numRuns: 500 },
    );
  });

  it("accounts for every event once", () => {
    fc.assert(
      fc.property(batch, (conversation) => {
        const members = collapseStates(conversation).flatMap((step) => idsOf(step.members));
        expect(members.toSorted()).toEqual(idsOf(conversation).toSorted());
      }),
    );
  });

  it("sends of merged states the last, under its own id and in its own record", () => {
    fc.assert(
      fc.property(batch, (conversation) => {
        for (const { queued: sent, members } of collapseStates(conversation)) {
          const last = members.at(-1);
          expect(sent.record).toBe(last?.record);
          expect(sent.hash).toBe(last?.hash);
          if (members.length > 1) expect(members.every(({ event }) => event.type === "state")).toBe(true);
        }
      }),
    );
  });

  it("needs one call for all the states of a batch in which nothing ends and nothing is ordered", () => {
    const conversation = [
      queued(stateEvent({ id: "s1" })),
      queued(messageEvent({ id: "m1" })),
      queued(stateEvent({ id: "s2" })),
      queued(messageEvent({ id: "m2" })),
      queued(stateEvent({ id: "s3" })),
    ];

    expect(planOf(conversation)).toEqual([
      ["m1", ["m1"]],
      ["m2", ["m2"]],
      ["s3", ["s1", "s2", "s3"]],
    ]);
  });

  it("does not skip over a state that ends the conversation", () => {
    const conversation = [
      queued(stateEvent({ id: "s1" })),
      queued(stateEvent({ id: "end", isActive: false })),
      queued(messageEvent({ id: "m1" })),
      queued(stateEvent({ id: "s2" })),
    ];

    expect(planOf(conversation)).toEqual([
      ["end", ["s1", "end"]],
      ["m1", ["m1"]],
      ["s2", ["s2"]],
    ]);
  });

  it("merges context and metadata at the first level, the newest value winning", () => {
    const [step] = collapseStates([
      queued(stateEvent({ id: "s1", context: { total: 10, address: { street: "Larco", city: "Lima" } } })),
      queued(
        stateEvent({ id: "s2", context: { address: { street: "Brasil" } }, metadata: { language: "es" } }),
      ),
    ]);

    expect(step?.queued.event).toMatchObject({
      context: { total: 10, address: { street: "Brasil" } },
      metadata: { language: "es" },
    });
    expect(step?.queued.event).not.toHaveProperty("context.address.city");
  });

  it("does not change the events that it was given", () => {
    const older = queued(stateEvent({ id: "s1", context: Object.freeze({ total: 10 }) }));
    const newer = queued(stateEvent({ id: "s2", context: Object.freeze({}) }));

    collapseStates([older, newer]);

    expect(newer.event.context).toEqual({});
  });

  it("of nothing is nothing", () => {
    expect(collapseStates([])).toEqual([]);
  });
});
