import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deduplicationIdOf, groupOf, toQueueMessage } from "../../functions/sync-events/queue-message.ts";
import { anySyncEvent } from "./event-arbitraries.ts";
import { ANA, messageEvent, orderEvent } from "./sample-events.ts";

/** SQS: at most 128 letters, digits and punctuation characters. */
const HEX_OF_64 = /^[0-9a-f]{64}$/;

describe("an event's queue message", () => {
  it("has a group and a deduplication id that SQS accepts, whatever the ids hold", () => {
    fc.assert(
      fc.property(anySyncEvent, (event) => {
        const message = toQueueMessage(event);
        expect(message.groupId).toMatch(HEX_OF_64);
        expect(message.deduplicationId).toMatch(HEX_OF_64);
      }),
    );
  });

  it("shows neither the phone number nor the message id outside its body", () => {
    const { body, ...metadata } = toQueueMessage(messageEvent({ conversation: { ...ANA, key: ANA.phone } }));

    expect(body).toContain(ANA.phone);
    const visible = JSON.stringify(metadata);
    expect(visible).not.toContain("51999999999");
    expect(visible).not.toContain("wamid");
  });
});

describe("the group", () => {
  it("is the same for every event of a conversation, however much is known of the person", () => {
    const knownByPhone = { subDomain: ANA.subDomain, key: ANA.key, phone: ANA.phone };
    expect(toQueueMessage(orderEvent({ conversation: knownByPhone })).groupId).toBe(groupOf(ANA));
  });

  it("never changes from one release to the next, or events under way would be overtaken", () => {
    expect(groupOf({ subDomain: "la-brasa", key: "+51999999999" })).toBe(
      "7b1c9871b5522d5430c7389c517c7bd2ff4e1ccf58d90110d01c293b1f3bd4ef",
    );
  });

  it("is another one for another person, and for the same person at another business", () => {
    const groups = [ANA, { ...ANA, key: "PE.1" }, { ...ANA, subDomain: "el-rocoto" }].map(groupOf);
    expect(new Set(groups).size).toBe(3);
  });
});

describe("the deduplication id", () => {
  it("is the same for the same event, whatever else has changed in it", () => {
    const again = messageEvent({ occurredAt: "2026-03-01T12:00:05.000Z", correlationId: "another request" });
    expect(deduplicationIdOf(again)).toBe(deduplicationIdOf(messageEvent()));
  });

  it("is another one for another event, and for the same id at another business", () => {
    const elsewhere = { ...ANA, subDomain: "el-rocoto" };
    const ids = [
      messageEvent(),
      messageEvent({ id: "wamid.M2" }),
      messageEvent({ conversation: elsewhere }),
    ].map(deduplicationIdOf);
    expect(new Set(ids).size).toBe(3);
  });
});
