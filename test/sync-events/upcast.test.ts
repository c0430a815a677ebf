import { describe, expect, it } from "vitest";
import { parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { upcast } from "../../functions/sync-events/upcast.ts";
import { ANA, messageEvent } from "./sample-events.ts";

const { key: _, ...anaWithoutKey } = ANA;

/** A message as the first version had it: the conversation had no key. */
function firstVersion(conversation: unknown, version: Record<string, unknown>) {
  const { version: __, ...event } = messageEvent();
  return { ...event, ...version, conversation };
}

describe.each([
  ["version 1", { version: 1 }],
  ["no version", {}],
])("an event of %s", (_, version) => {
  it("is read as one of today, with the BSUID for its key", () => {
    const body = JSON.stringify(firstVersion(anaWithoutKey, version));
    expect(parseSyncEvent(body)).toEqual(messageEvent());
  });

  it("has the phone number for its key when there is no BSUID", () => {
    const body = JSON.stringify(firstVersion({ subDomain: "la-brasa", phone: "+51999999999" }, version));
    expect(parseSyncEvent(body).conversation.key).toBe("+51999999999");
  });

  it("keeps a key that it has", () => {
    const body = JSON.stringify(firstVersion({ ...anaWithoutKey, key: "+51911111111" }, version));
    expect(parseSyncEvent(body).conversation.key).toBe("+51911111111");
  });

  it.each([
    ["names nobody", { subDomain: "la-brasa" }, "conversation.key"],
    ["is no object", "la-brasa", "conversation.subDomain"],
    ["is missing", undefined, "conversation.subDomain"],
  ])("is refused when its conversation %s", (_, conversation, field) => {
    const body = JSON.stringify(firstVersion(conversation, version));
    expect(() => parseSyncEvent(body)).toThrow(field);
  });
});

describe("upcasting", () => {
  it.each([2, 3, 0, -1, "1", null, Number.NaN])("leaves an event of version %s as it is", (version) => {
    const event = { version, conversation: anaWithoutKey };
    expect(upcast(event)).toBe(event);
  });

  it("does not change the event that it was given", () => {
    const event = Object.freeze({ version: 1, conversation: Object.freeze({ phone: "+51999999999" }) });
    expect(upcast(event)).toEqual({
      version: 2,
      conversation: { phone: "+51999999999", key: "+51999999999" },
    });
  });
});
