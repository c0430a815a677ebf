import { describe, expect, it } from "vitest";
import { cartaaiConversationSchema, historyOf } from "../../functions/cartaai/conversation.ts";

const MESSAGE = { role: "user", content: "Hola", timestamp: "2026-03-01T12:00:00.000Z" };

describe("a conversation as CartaAI answers it", () => {
  it("is kept as it is, also what is not known here", () => {
    const conversation = {
      sessionId: "s1",
      isActive: false,
      expiresAt: "2026-03-02T12:00:00.000Z",
      currentIntent: "menu",
      context: { previousMessages: [MESSAGE], currentOrderId: "A-7", orderHistory: ["A-7"], retryCount: 0 },
    };
    expect(cartaaiConversationSchema.parse(conversation)).toEqual(conversation);
  });

  it.each([
    ["isActive", "yes"],
    ["expiresAt", 1772366400000],
    ["context", "none"],
  ])("is not refused for an odd %s, which counts as not told", (field, odd) => {
    expect(cartaaiConversationSchema.parse({ sessionId: "s1", [field]: odd })).toEqual({ sessionId: "s1" });
  });

  it.each([undefined, null, {}, { sessionId: "" }, { sessionId: 7 }, [], "s1"])(
    "is none if it is %j",
    (value) => {
      expect(cartaaiConversationSchema.safeParse(value).success).toBe(false);
    },
  );
});

describe("the history of a conversation", () => {
  const historyIn = (context: unknown) =>
    historyOf(cartaaiConversationSchema.parse({ sessionId: "s1", context }));

  it("is what CartaAI shows, oldest first", () => {
    const history = [MESSAGE, { role: "bot", content: "¿Qué desea?", timestamp: "2026-03-01T12:00:01.000Z" }];
    expect(historyIn({ previousMessages: history })).toEqual(history);
  });

  it("is empty in a context without any messages", () => {
    expect(historyIn({ orderTotal: 0 })).toEqual([]);
  });

  it.each([undefined, null, "odd"])("is not known without a context: %j", (context) => {
    expect(historyIn(context)).toBeUndefined();
  });

  it("keeps the place of an entry that cannot be read", () => {
    const history = historyIn({ previousMessages: [MESSAGE, { role: "user", content: null }, MESSAGE] });

    expect(history).toHaveLength(3);
    expect(history?.[0]).toEqual(MESSAGE);
    expect(history?.[2]).toEqual(MESSAGE);
  });
});
