import { describe, expect, it } from "vitest";
import type { ChatMessage, State, Step } from "../../../local/console/api.ts";
import { type ConsoleState, INITIAL } from "../../../local/console/page/src/data/console-state.ts";
import { type Change, reduce } from "../../../local/console/page/src/data/reduce.ts";

const AT = "2026-11-22T19:05:00.000Z";
const message = (sequence: number, state: ChatMessage["state"] = "queued"): ChatMessage => ({
  ...{ id: `m${sequence}`, customerId: "ana", sequence, from: "customer", at: AT, state },
  content: { kind: "text", text: `${sequence}` },
});
const step = (id: string, milliseconds: number, title = id): Step => ({
  ...{ id, kind: "attempt", part: "sync", title, record: {} },
  at: new Date(Date.parse(AT) + milliseconds).toISOString(),
});
const head = { messageId: "m1", correlationIds: [], state: "queued" as const, startedAt: AT };

const having = (...changes: readonly Change[]): ConsoleState => changes.reduce(reduce, INITIAL);
const shown = (state: ConsoleState) =>
  state.chats.get("ana")?.messages.map(({ id, state }) => `${id} ${state}`);

describe("what the page knows", () => {
  it("keeps what events told of a chat while its first page was on its way", () => {
    const state = having(
      { kind: "chat-opened", customerId: "ana" },
      { kind: "message", data: message(2, "settled") },
      { kind: "chat-page", customerId: "ana", page: { messages: [message(1), message(2)], more: true } },
    );
    expect(shown(state)).toEqual(["m1 queued", "m2 settled"]);
    expect(state.chats.get("ana")).toMatchObject({ loaded: true, more: true });
  });

  it("puts earlier pages in front, in the chat's order", () => {
    const state = having(
      { kind: "chat-page", customerId: "ana", page: { messages: [message(3)], more: true } },
      { kind: "chat-page", customerId: "ana", page: { messages: [message(1), message(2)], more: false } },
    );
    expect(shown(state)).toEqual(["m1 queued", "m2 queued", "m3 queued"]);
  });

  it("keeps no messages of chats that nobody has looked at", () => {
    expect(having({ kind: "message", data: message(1) }).chats.size).toBe(0);
  });

  it("replaces a step that is told again, and orders steps by time", () => {
    const state = having(
      { kind: "timeline-opened", messageId: "m1" },
      {
        kind: "step",
        data: { messageId: "m1", timeline: { ...head, state: "settled" }, step: step("b", 20, "done") },
      },
      {
        kind: "timeline",
        timeline: { ...head, steps: [step("c", 30), step("b", 20, "under way"), step("a", 10)] },
      },
    );
    const timeline = state.timelines.get("m1");
    expect(timeline?.steps.map(({ title }) => title)).toEqual(["a", "done", "c"]);
    expect(timeline?.state).toBe("settled");
  });

  it("keeps no steps of messages that nobody has looked at", () => {
    const told = { messageId: "m1", timeline: head, step: step("a", 10) };
    expect(having({ kind: "step", data: told }).timelines.size).toBe(0);
  });

  it("forgets everything of before when it is loaded anew", () => {
    const fresh: State = {
      ...{ lastEventId: "1", businesses: [], customers: [], faults: [], scenarios: [] },
      queues: { at: AT, queues: [] },
      has: { agent: "none", cartaai: true, whatsapp: true, models: true, replay: true },
    };
    const before = having(
      { kind: "connection", connection: "live" },
      { kind: "chat-page", customerId: "ana", page: { messages: [message(1)], more: false } },
      { kind: "timeline-opened", messageId: "m1" },
      { kind: "mirror", data: { customerId: "ana" } },
    );
    const state = reduce(before, { kind: "loaded", state: fresh });
    expect([state.chats.size, state.timelines.size, state.mirrorChanges.size]).toEqual([0, 0, 0]);
    expect(state.generation).toBe(before.generation + 1);
    expect(state.connection).toBe("live");
  });
});
