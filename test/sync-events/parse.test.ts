import { describe, expect, it } from "vitest";
import type { SyncEvent } from "../../functions/sync-events/contract.ts";
import { MalformedEventError, parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { messageEvent, orderEvent, stateEvent } from "./sample-events.ts";

/** Stands in every place where a customer's data can stand; must not come out again. */
const PRIVATE = "+51987654321 vivo en Av. Larco";

function failureOf(body: string): MalformedEventError {
  try {
    parseSyncEvent(body);
  } catch (error) {
    if (error instanceof MalformedEventError) return error;
    throw error;
  }
  throw new Error("the body was accepted");
}

/** An event with fields that no type would allow. */
function broken(event: SyncEvent, overrides: Record<string, unknown>): string {
  return JSON.stringify({ ...event, ...overrides });
}

const ana = messageEvent().conversation;

describe("a queue message's body", () => {
  it.each([messageEvent(), stateEvent(), orderEvent()])("is read as the $type event that it is", (event) => {
    expect(parseSyncEvent(JSON.stringify(event))).toEqual(event);
  });

  it("may hold more than the contract knows, which is left out", () => {
    expect(parseSyncEvent(broken(messageEvent(), { addedLater: 1 }))).toEqual(messageEvent());
  });

  it("may tell the time with an offset", () => {
    const event = messageEvent({ occurredAt: "2026-03-01T07:00:00-05:00" });
    expect(parseSyncEvent(JSON.stringify(event))).toEqual(event);
  });

  it.each([
    ["empty", ""],
    ["plain text", PRIVATE],
    ["cut off", JSON.stringify(messageEvent({ content: PRIVATE })).slice(0, -5)],
    ["JSON with a tail", `${JSON.stringify(messageEvent())}${PRIVATE}`],
  ])("that is %s is malformed JSON", (_, body) => {
    const failure = failureOf(body);

    expect(failure).toMatchObject({ reason: "malformed-json", message: "malformed-json: not JSON" });
    expect(failure.cause).toBeUndefined();
  });

  it.each(["null", "[]", `"${PRIVATE}"`, "1", "true"])("that is %s is no event", (body) => {
    expect(failureOf(body)).toMatchObject({ reason: "malformed-event" });
  });

  it.each([
    ["type", broken(messageEvent(), { type: PRIVATE })],
    ["id", broken(messageEvent(), { id: "" })],
    ["role", broken(messageEvent(), { role: PRIVATE })],
    ["content", broken(messageEvent(), { content: { text: PRIVATE } })],
    ["occurredAt", broken(messageEvent(), { occurredAt: PRIVATE })],
    ["correlationId", broken(messageEvent(), { correlationId: "" })],
    ["correlationId", broken(messageEvent(), { correlationId: `${PRIVATE}\n` })],
    ["conversation.key", broken(messageEvent(), { conversation: { ...ana, key: PRIVATE.repeat(200) } })],
    ["conversation.userId", broken(messageEvent(), { conversation: { ...ana, userId: `${PRIVATE}\ud800` } })],
    ["orderId", broken(orderEvent(), { orderId: PRIVATE.repeat(200) })],
    ["conversation", broken(messageEvent(), { conversation: PRIVATE })],
    ["conversation", broken(messageEvent(), { conversation: { subDomain: "x", key: PRIVATE } })],
    ["conversation.phone", broken(messageEvent(), { conversation: { ...ana, phone: PRIVATE } })],
    ["conversation.phone", broken(messageEvent(), { conversation: { ...ana, phone: "51999999999" } })],
    ["conversation.key", broken(messageEvent(), { conversation: { ...ana, key: "" } })],
    ["conversation.subDomain", broken(messageEvent(), { conversation: { key: PRIVATE, phone: ana.phone } })],
    ["metadata.forwarded", broken(messageEvent(), { metadata: { forwarded: PRIVATE } })],
    ["intent", broken(stateEvent(), { intent: PRIVATE })],
    ["isActive", broken(stateEvent(), { isActive: PRIVATE })],
    ["context", broken(stateEvent(), { context: [PRIVATE] })],
    ["orderId", broken(orderEvent(), { orderId: 7 })],
    ["version", broken(messageEvent(), { version: PRIVATE })],
    ["version", broken(messageEvent(), { version: 0 })],
    ["version", broken(messageEvent(), { version: 1.5 })],
    ["version", broken(messageEvent(), { version: null })],
  ])("whose %s is wrong is refused by that name, without its value", (field, body) => {
    const failure = failureOf(body);

    expect(failure).toMatchObject({ reason: "malformed-event", message: `malformed-event: wrong: ${field}` });
    expect(failure.stack).not.toContain(PRIVATE);
    expect(failure.cause).toBeUndefined();
  });

  it("is refused with every field that is wrong", () => {
    const body = broken(orderEvent(), { id: 1, occurredAt: "yesterday", orderId: "" });
    expect(failureOf(body).message).toBe("malformed-event: wrong: id, occurredAt, orderId");
  });

  it("of a version to come is told apart from a broken one", () => {
    expect(failureOf(broken(messageEvent(), { version: 3 }))).toMatchObject({
      reason: "unsupported-version",
      message: "unsupported-version: version 3",
    });
  });
});
