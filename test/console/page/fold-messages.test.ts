import { describe, expect, it } from "vitest";
import type { ChatMessage, Content } from "../../../local/console/api.ts";
import { foldMessages } from "../../../local/console/page/src/phone/fold-messages.ts";

const messages = (...said: readonly (readonly [ChatMessage["from"], Content])[]): ChatMessage[] =>
  said.map(([from, content], index) => ({
    ...{ id: `m${index + 1}`, customerId: "ana", sequence: index + 1, from, content, state: "settled" },
    at: "2026-11-22T19:05:00.000Z",
  }));
const hello: Content = { kind: "text", text: "Hola" };
const reaction = (emoji: string, about = "m1"): Content => ({ kind: "reaction", about, emoji });

describe("a chat, as it is shown", () => {
  it("has a person's last reaction on the message that it is about, and none once it is taken back", () => {
    const reactions = (...emojis: string[]) =>
      foldMessages(
        messages(["bot", hello], ...emojis.map((emoji) => ["customer", reaction(emoji)] as const)),
      ).map((bubble) => bubble.reactions);
    expect(reactions("👍", "🙏")).toEqual([[{ from: "customer", emoji: "🙏" }]]);
    expect(reactions("👍", "")).toEqual([[]]);
  });

  it("has reactions of several people side by side", () => {
    const said = messages(["customer", hello], ["bot", reaction("👍")], ["customer", reaction("🙏")]);
    expect(foldMessages(said)[0]?.reactions.map(({ from }) => from)).toEqual(["bot", "customer"]);
  });

  it("has what a message was corrected to, and that it was taken back", () => {
    const said = messages(
      ["customer", hello],
      ["customer", { kind: "edit", about: "m1", text: "Hola de nuevo" }],
      ["customer", { kind: "revoke", about: "m1" }],
    );
    expect(foldMessages(said)).toMatchObject([{ corrected: "Hola de nuevo", takenBack: true }]);
  });

  it("shows by itself what is about a message that is not loaded", () => {
    expect(foldMessages(messages(["customer", reaction("👍", "long-ago")]))).toHaveLength(1);
  });
});
