import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import { MalformedEventError, parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { deduplicationIdOf, groupOf, toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { partsOf, SEQUENCE_VERSION, toSequenceMessages } from "../../functions/sync-events/sequence.ts";
import { anySyncEvent } from "./event-arbitraries.ts";
import { ANA, messageEvent, orderEvent, stateEvent } from "./sample-events.ts";

const OUTCOME = [messageEvent({ id: "wamid.M1:reply:0", role: "bot" }), stateEvent(), orderEvent()];

/** What a consumer makes of messages, in order. */
function eventsIn(messages: readonly { readonly body: string }[]): SyncEvent[] {
  return messages.flatMap(({ body }) =>
    (partsOf(body) ?? [{ body }]).map(({ body: part }) => parseSyncEvent(part)),
  );
}

/** Events of one conversation. */
const anyOutcome = fc
  .tuple(fc.array(anySyncEvent, { minLength: 1, maxLength: 6 }), anySyncEvent)
  .map(([events, { conversation }]) => events.map((event) => ({ ...event, conversation })));

describe("events that travel together", () => {
  it("come out as they went in, in their order, whatever is in them and however many fit a message", () => {
    fc.assert(
      fc.property(anyOutcome, fc.integer({ min: 1, max: 20_000 }), (events, bytes) => {
        expect(eventsIn(toSequenceMessages(events, bytes))).toEqual(JSON.parse(JSON.stringify(events)));
      }),
    );
  });

  it("are one message, of their conversation's group", () => {
    const messages = toSequenceMessages(OUTCOME);

    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ groupId: groupOf(ANA) });
    expect(messages[0]?.deduplicationId).toMatch(/^[0-9a-f]{64}$/);
  });

  it("are the same message when they are sent again, and another one with any event more or less", () => {
    expect(toSequenceMessages(OUTCOME)).toEqual(toSequenceMessages(structuredClone(OUTCOME)));

    const others = [OUTCOME, OUTCOME.slice(1), OUTCOME.slice(0, 2), OUTCOME.toReversed()];
    const ids = others.flatMap((events) => toSequenceMessages(events).map((each) => each.deduplicationId));
    expect(new Set([...ids, ...OUTCOME.map(deduplicationIdOf)]).size).toBe(4 + OUTCOME.length);
  });

  it("are what a message ever was if it is one", () => {
    expect(toSequenceMessages([messageEvent()])).toEqual([toQueueMessage(messageEvent())]);
  });

  it("are messages in order where one would be too large, and none is larger than need be", () => {
    const events = Array.from({ length: 5 }, (_, index) =>
      messageEvent({ id: `wamid.${index}`, content: "á".repeat(200_000) }),
    );

    const messages = toSequenceMessages(events, 1024 * 1024);

    expect(messages.map(({ body }) => partsOf(body)?.length ?? 1)).toEqual([2, 2, 1]);
    expect(eventsIn(messages)).toEqual(events);
  });

  it("are never mixed with another conversation's", () => {
    const beto = { subDomain: ANA.subDomain, key: "+51977777777", phone: "+51977777777" };
    const messages = toSequenceMessages([...OUTCOME, messageEvent({ id: "wamid.B", conversation: beto })]);

    expect(messages.map(({ groupId }) => groupId)).toEqual([groupOf(ANA), groupOf(beto)]);
  });

  it("each have a body of their own, which is the event as it would have been sent alone", () => {
    const [{ body } = { body: "" }] = toSequenceMessages(OUTCOME);
    expect(partsOf(body)).toEqual(
      OUTCOME.map((event, place) => ({ body: toQueueMessage(event).body, place })),
    );
  });
});

describe("a body", () => {
  const sequence = (over: object) =>
    JSON.stringify({ version: SEQUENCE_VERSION, type: "sequence", events: OUTCOME, ...over });

  it.each([
    ["an event", JSON.stringify(messageEvent())],
    ["an event of the first version", JSON.stringify({ ...messageEvent(), version: undefined })],
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", JSON.stringify(OUTCOME)],
  ])("is no sequence if it is %s", (_, body) => {
    expect(partsOf(body)).toBeUndefined();
  });

  it.each([
    ["from a version to come", sequence({ version: SEQUENCE_VERSION + 1 }), "unsupported-version"],
    ["without a version", sequence({ version: undefined }), "malformed-event"],
    ["without events", sequence({ events: [] }), "malformed-event"],
    ["whose events are no list", sequence({ events: "none" }), "malformed-event"],
    [
      "nested too deep",
      `{"version":3,"type":"sequence","events":[${"[".repeat(50_000)}${"]".repeat(50_000)}]}`,
      "malformed-event",
    ],
  ])("is refused as a whole if it is a sequence %s", (_, body, reason) => {
    expect(() => partsOf(body)).toThrow(expect.objectContaining({ reason }));
    expect(() => partsOf(body)).toThrow(MalformedEventError);
  });

  it("that is a sequence tells an older consumer that it is from a version to come", () => {
    expect(() => parseSyncEvent(sequence({}))).toThrow(
      expect.objectContaining({ reason: "unsupported-version" }),
    );
  });
});
