import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf, readBatch } from "../../functions/sync/queued-event.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { toQueueText } from "../../functions/sync-events/queue-message.ts";
import { anySyncEvent } from "../sync-events/event-arbitraries.ts";
import { ANA, messageEvent, stateEvent } from "../sync-events/sample-events.ts";
import { queued, sqsRecord } from "./queued-events.ts";

const BETO = { subDomain: ANA.subDomain, key: "+51977777777", phone: "+51977777777" };

describe("a batch", () => {
  it("is taken apart by conversation, each in the batch's order", () => {
    const events = [
      messageEvent({ id: "a1" }),
      messageEvent({ id: "b1", conversation: BETO }),
      stateEvent({ id: "a2" }),
      messageEvent({ id: "b2", conversation: BETO }),
      messageEvent({ id: "a3" }),
      messageEvent({ id: "e1", conversation: { ...ANA, subDomain: "el-rocoto" } }),
    ];

    const { conversations, malformed } = readBatch(events.map((event) => sqsRecord(toQueueText(event))));

    const ids = [...conversations.values()].map((group) => group.map(({ event }) => event.id));
    expect(ids).toEqual([["a1", "a2", "a3"], ["b1", "b2"], ["e1"]]);
    expect(malformed).toEqual([]);
  });

  it("loses no event to a neighbour that is none, and knows which record is which", () => {
    const anything = fc.oneof(
      anySyncEvent.map((event) => ({ body: toQueueText(event), id: event.id })),
      fc.oneof(fc.string(), fc.json()).map((body) => ({ body, id: undefined })),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 10 }), (items) => {
        const records = items.map(({ body }) => sqsRecord(body));

        const { conversations, malformed } = readBatch(records);

        const idOf = new Map(
          [...conversations.values()].flat().map(({ record, event }) => [record, event.id]),
        );
        expect(records.map((record) => idOf.get(record))).toEqual(items.map(({ id }) => id));
        expect(malformed.map(({ record }) => record)).toEqual(records.filter((record) => !idOf.has(record)));
      }),
    );
  });

  it.each([
    ["{", "malformed-json"],
    ["{}", "malformed-event"],
    [toQueueText({ ...messageEvent(), version: 99 }), "unsupported-version"],
  ])("keeps why a record is none: %s", (body, reason) => {
    expect(readBatch([sqsRecord(body)]).malformed).toMatchObject([{ record: { body }, error: { reason } }]);
  });

  it("of nothing is nothing", () => {
    expect(readBatch([])).toEqual({ conversations: new Map(), malformed: [] });
  });
});

describe("what may be logged of an event", () => {
  it("is a short hash of its id, the same each time", () => {
    // A WhatsApp message id holds the phone number, in base64.
    const id = `wamid.${Buffer.from("51999999999").toString("base64")}`;

    expect(eventHash(id)).toMatch(/^[\w-]{16}$/);
    expect(eventHash(id)).toBe(eventHash(id));
    expect(eventHash(id)).not.toBe(eventHash(`${id}:state`));
  });

  it("is neither the person nor what was said", () => {
    const event = messageEvent({ content: "mi dirección es Larco 345", correlationId: "request-1" });

    expect(fieldsOf(queued(event))).toEqual({
      event: eventHash("wamid.M1"),
      type: "message",
      subDomain: "la-brasa",
      correlationId: "request-1",
    });
  });
});
