import { describe, expect, it } from "vitest";
import type { Step } from "../../local/console/api.ts";
import { compare } from "../../local/console/watch/agreement.ts";
import { createMemory } from "../../local/console/watch/memory.ts";
import type { SaidLine } from "../../local/console/watch/said.ts";

const AT = "2026-01-01T00:00:00.000Z";

function step(id: string): Step {
  return { id, kind: "log", at: AT, title: "", part: "sync", record: {} };
}

describe("what the console remembers", () => {
  it("is bounded in customers, with everything that is theirs", () => {
    const memory = createMemory(() => undefined);
    const first = memory.chats.meet("1", "First", { phone: "51900000000" });
    memory.webhooks.set(first.id, [{}]);
    memory.groups.set("group", first.id);
    memory.said.heard(first.id, { eventId: "e", messageId: "e", role: "user", content: "Hola" });
    for (let index = 1; index <= 1_000; index += 1) {
      memory.chats.meet("1", undefined, { phone: String(51_900_000_000 + index) });
    }
    expect(memory.chats.list()).toHaveLength(1_000);
    expect(memory.chats.get(first.id)).toBeUndefined();
    expect([memory.webhooks.size, memory.groups.size, memory.said.of(first.id).length]).toEqual([0, 0, 0]);
  });

  it("is bounded in messages of a chat; the newest stay, and none is counted twice", () => {
    const { chats } = createMemory(() => undefined);
    const { id: customerId } = chats.meet("1", "Ana", { phone: "51900000000" });
    const add = (index: number) =>
      chats.add({
        ...{ id: `m${index}`, customerId, from: "customer", at: AT, state: "sending" },
        content: { kind: "text", text: String(index) },
      });
    for (let index = 1; index <= 5_010; index += 1) add(index);
    expect(add(5_010)).toBeUndefined();
    expect(chats.all(customerId)).toHaveLength(5_000);
    expect(chats.message("m10")).toBeUndefined();
    const page = chats.page(customerId, 5_001, 3);
    expect(page).toMatchObject({ more: true, messages: [{ id: "m4998" }, { id: "m4999" }, { id: "m5000" }] });
    expect(chats.page(customerId, 12, 200)).toMatchObject({ more: false, messages: [{ sequence: 11 }] });
  });

  it("is bounded in timelines and in the steps of each", () => {
    const { timelines, answers } = createMemory(() => undefined);
    timelines.open("first", undefined, AT);
    timelines.correlate("first", "c");
    answers.set("first", ["reply"]);
    for (let index = 0; index < 500; index += 1) timelines.step("first", step(String(index)));
    timelines.step("first", { ...step("0"), title: "known better now" });
    expect(timelines.get("first")?.steps).toHaveLength(400);
    expect(timelines.get("first")?.steps[0]?.title).toBe("known better now");
    for (let index = 0; index < 5_000; index += 1) timelines.open(String(index), undefined, AT);
    expect(timelines.get("first")).toBeUndefined();
    expect([timelines.messagesOf("c"), answers.size]).toEqual([[], 0]);
  });
});

describe("whether both sides agree", () => {
  const line = (eventId: string, content = eventId): SaidLine => {
    return { eventId, messageId: eventId, role: "user", content };
  };
  const said = [line("a"), line("b"), line("c")];
  const held = (...contents: string[]) => contents.map((content) => ({ role: "user" as const, content }));

  it.each([
    ["agrees", held("a", "b", "c"), "settled"],
    ["waiting", held("a"), "queued"],
    ["waiting", held("a"), "retrying"],
    ["waiting", held("a"), undefined],
    ["differs", held("a"), "dead"],
    ["differs", held("a"), "settled"],
    ["differs", held("a", "c", "b"), "settled"],
    ["differs", held("a", "b", "c", "c"), "settled"],
    ["differs", held("a", "b", "b"), "queued"],
    ["differs", held("a", "b", "c", "d"), "settled"],
  ] as const)("%s: CartaAI has %j while the rest is %s", (state, lines, event) => {
    expect(compare(said, lines, () => event).state).toBe(state);
  });

  it("counts what is missing, equal lines by how often they were said, and what of it is dead", () => {
    const twice = [line("1", "si"), line("2", "si"), line("3", "no")];
    const found = compare(twice, held("si"), ({ eventId }) => (eventId === "2" ? "dead" : "queued"));
    expect(found).toMatchObject({ state: "waiting", missing: 2, deadLetters: 1 });
    expect(found.differences).toHaveLength(2);
  });
});
