import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readableReply } from "../../functions/replies/readable.ts";
import type { Reply } from "../../functions/replies/reply.ts";
import { replyArbitrary } from "./reply-arbitraries.ts";

const options = [
  { id: "menu", title: "Carta" },
  { id: "order", title: "Pedir", description: "A domicilio" },
];

describe("a reply in the transcript", () => {
  it.each<[string, Reply, string]>([
    ["text", { kind: "text", text: " Hola 👋\n¿Qué tal? " }, "Hola 👋\n¿Qué tal?"],
    [
      "buttons",
      { kind: "buttons", text: "¿Qué deseas?", buttons: options },
      "¿Qué deseas?\n[Carta | Pedir: A domicilio]",
    ],
    [
      "a list",
      {
        kind: "list",
        text: "La carta",
        button: "Ver carta",
        sections: [
          { title: "Pizzas", rows: [{ id: "1", title: "Margarita", description: "S/ 30.00" }] },
          { rows: [{ id: "2", title: "Agua" }] },
        ],
      },
      "La carta\n[Ver carta]\nPizzas:\n- Margarita: S/ 30.00\n- Agua",
    ],
    [
      "a location request",
      { kind: "location-request", text: "¿Dónde estás?" },
      "[Location request] ¿Dónde estás?",
    ],
    ["an image", { kind: "image", url: "https://example.com/a.jpg", caption: "Hoy" }, "[Image] Hoy"],
    ["an image without a caption", { kind: "image", url: "https://example.com/a.jpg" }, "[Image]"],
    ["a blank text", { kind: "text", text: " " }, ""],
  ])("shows %s", (_, reply, shown) => {
    expect(readableReply(reply)).toBe(shown);
  });

  it("is cut where CartaAI and the queue would not take it any more", () => {
    const shown = readableReply({ kind: "text", text: "😀".repeat(50_000) });
    expect(shown.length).toBeLessThanOrEqual(65_536);
    expect(shown).toMatch(/^(😀)+…$/u);
  });

  it("can be put into an event, whatever the reply says", () => {
    fc.assert(
      fc.property(replyArbitrary, (reply) => {
        const shown = readableReply(reply);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[^\P{Cc}\n]/u);
        if (reply.kind !== "text") expect(shown).not.toBe("");
      }),
    );
  });
});
