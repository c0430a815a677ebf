import { describe, expect, it } from "vitest";
import type { Option, Reply } from "../../functions/replies/reply.ts";
import { buildMessages } from "../../functions/whatsapp-client/build-messages.ts";
import type { WhatsAppMessage } from "../../functions/whatsapp-client/message.ts";

const options = (count: number, title = (n: number) => `Plato ${n}`): Option[] =>
  Array.from({ length: count }, (_, index) => ({ id: `p${index + 1}`, title: title(index + 1) }));

function buttons(all: Option[], text = "¿Qué deseas?"): Reply {
  return { kind: "buttons", text, buttons: all };
}

function list(sections: Extract<Reply, { kind: "list" }>["sections"], text = "La carta"): Reply {
  return { kind: "list", text, button: "Ver carta", sections };
}

const textsIn = (messages: readonly WhatsAppMessage[]) =>
  messages.map((message) => (message.type === "text" ? message.text.body : message.type));

/** The lists among messages: their body, and the ids of their rows by section title. */
const listsIn = (messages: readonly WhatsAppMessage[]) =>
  messages.flatMap((message) =>
    message.type === "interactive" && message.interactive.type === "list"
      ? [
          {
            body: message.interactive.body.text,
            button: message.interactive.action.button,
            sections: message.interactive.action.sections.map(({ title, rows }) => [
              title,
              rows.map(({ id }) => id),
            ]),
            rows: message.interactive.action.sections.flatMap(({ rows }) => rows),
          },
        ]
      : [],
  );

describe("a text", () => {
  it("is one message, or as many as it needs", () => {
    const words = "palabra ".repeat(1000).trim();
    expect(buildMessages({ kind: "text", text: " Hola \r\n👋 " })).toEqual([
      { type: "text", text: { body: "Hola \n👋" } },
    ]);
    expect(textsIn(buildMessages({ kind: "text", text: words })).join(" ")).toBe(words);
    expect(buildMessages({ kind: "text", text: words })).toHaveLength(2);
  });

  it("that is blank is no message", () => {
    expect(buildMessages({ kind: "text", text: " \n\u0000" })).toEqual([]);
  });
});

describe("buttons", () => {
  it("are buttons up to three", () => {
    const all = options(3, (n) => (n === 1 ? "De veinte caracteres" : `Plato ${n}`));
    expect(buildMessages(buttons(all))).toEqual([
      {
        type: "interactive",
        interactive: {
          type: "button",
          body: { text: "¿Qué deseas?" },
          action: { buttons: all.map(({ id, title }) => ({ type: "reply", reply: { id, title } })) },
        },
      },
    ]);
  });

  it.each<[string, Option[]]>([
    ["there are more than three", options(4)],
    ["a title is longer than 20", options(2, (n) => `Con veintiún letras ${n}`)],
    ["two have the same title", options(2, () => "Sí")],
    ["one has a description", [{ id: "p1", title: "Sí", description: "Pagar ahora" }]],
  ])("are a list when %s", (_, all) => {
    const lists = listsIn(buildMessages(buttons(all)));
    expect(lists).toMatchObject([{ body: "¿Qué deseas?", button: "☰" }]);
    expect(lists[0]?.rows).toEqual(all);
  });

  it("of the same id and title are one, and of the same id alone are in two lists", () => {
    const [yes, no] = [
      { id: "a", title: "Sí" },
      { id: "a", title: "No" },
    ];
    expect(listsIn(buildMessages(buttons([yes, yes]))).map(({ rows }) => rows)).toEqual([[yes]]);
    expect(listsIn(buildMessages(buttons([yes, no]))).map(({ rows }) => rows)).toEqual([[yes], [no]]);
  });

  it("stand under the end of a text that is too long for them", () => {
    const text = `${"a".repeat(900)} ${"b".repeat(900)}`;
    const messages = buildMessages(buttons(options(1), text));
    expect(messages).toMatchObject([
      { type: "text", text: { body: "a".repeat(900) } },
      { type: "interactive", interactive: { body: { text: "b".repeat(900) } } },
    ]);
  });
});

describe("a list", () => {
  it("shows its sections, titles and descriptions", () => {
    const rows = [{ id: "a", title: "Americana", description: "Jamón y queso" }];
    expect(buildMessages(list([{ title: "Pizzas", rows }]))).toEqual([
      {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: "La carta" },
          action: { button: "Ver carta", sections: [{ title: "Pizzas", rows }] },
        },
      },
    ]);
  });

  it("of more than ten rows is several, numbered, a section going on where it has to", () => {
    const rows = options(23);
    const sections = [
      { title: "Pizzas", rows: rows.slice(0, 8) },
      { title: "Pastas", rows: rows.slice(8) },
    ];
    const ids = rows.map(({ id }) => id);
    expect(listsIn(buildMessages(list(sections)))).toMatchObject([
      {
        body: "La carta",
        sections: [
          ["Pizzas", ids.slice(0, 8)],
          ["Pastas", ids.slice(8, 10)],
        ],
      },
      { body: "2/3", sections: [["Pastas", ids.slice(10, 20)]] },
      { body: "3/3", sections: [["Pastas", ids.slice(20)]] },
    ]);
  });

  it("of several sections has a title for each, and of one does not need it", () => {
    const [first, second] = [options(1), [{ id: "b", title: "Otro" }]];
    expect(listsIn(buildMessages(list([{ rows: first }])))).toMatchObject([
      { sections: [[undefined, ["p1"]]] },
    ]);
    expect(
      listsIn(
        buildMessages(
          list([
            { title: " ", rows: first },
            { title: "Más", rows: second },
          ]),
        ),
      ),
    ).toMatchObject([
      {
        sections: [
          ["Ver carta", ["p1"]],
          ["Más", ["b"]],
        ],
      },
    ]);
  });

  it("continues a long title in the description", () => {
    const row = { id: "a", title: "Pizza Americana Familiar Especial", description: "Jamón" };
    expect(listsIn(buildMessages(list([{ rows: [row] }])))[0]?.rows).toEqual([
      { id: "a", title: "Pizza Americana…", description: "Pizza Americana Familiar Especial – Jamón" },
    ]);
  });

  it("writes out in its text what a row or a section's title has no room for", () => {
    const description = "Jamón, queso, piña, pimiento, aceitunas y albahaca fresca de nuestra propia huerta";
    const title = "Pizzas de la casa, al horno de leña";
    const [message] = listsIn(
      buildMessages(list([{ title, rows: [{ id: "a", title: "Hawaiana", description }, ...options(1)] }])),
    );
    expect(message?.body).toBe(`La carta\n\n${title}\n• Hawaiana – ${description}`);
    expect(message?.sections[0]?.[0]).toBe("Pizzas de la casa, al…");
    expect(message?.rows[0]?.description).toMatch(/^Jamón, queso, .*…$/);
  });

  it("shows something for a title that is blank", () => {
    const rows = [
      { id: "a", title: " ", description: "Jamón" },
      { id: "b", title: "\n" },
    ];
    expect(
      listsIn(buildMessages({ kind: "list", text: " ", button: " ", sections: [{ rows }] })),
    ).toMatchObject([{ body: "…", button: "☰", rows: [{ title: "Jamón" }, { title: "b" }] }]);
  });
});

describe("a picture", () => {
  const url = "https://example.com/carta.jpg";

  it("has its caption below it, and goes on as text when that is long", () => {
    const caption = `${"a".repeat(1000)} ${"b".repeat(100)}`;
    expect(buildMessages({ kind: "image", url })).toEqual([{ type: "image", image: { link: url } }]);
    expect(buildMessages({ kind: "image", url, caption })).toEqual([
      { type: "image", image: { link: url, caption: "a".repeat(1000) } },
      { type: "text", text: { body: "b".repeat(100) } },
    ]);
  });
});

it("a location request asks for the location", () => {
  expect(buildMessages({ kind: "location-request", text: "¿Dónde estás?" })).toEqual([
    {
      type: "interactive",
      interactive: {
        type: "location_request_message",
        body: { text: "¿Dónde estás?" },
        action: { name: "send_location" },
      },
    },
  ]);
});
