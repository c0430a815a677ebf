import { describe, expect, it } from "vitest";
import { buttons, list, rows, runningWhatsApp, text } from "./running-whatsapp.ts";

const of = (length: number) => "x".repeat(length);
const row = (change: object) => list([{ rows: [{ id: "r", title: "Plato", ...change }] }]);
const image = (change: object) => ({
  type: "image",
  image: { link: "https://example.com/a.jpg", ...change },
});
const section = (title: string, count: number) => ({ title, rows: rows(count, title) });

describe("Meta's limits", () => {
  it.each([
    ["a text of 4096", text(of(4096)), text(of(4097))],
    ["an interactive body of 1024", buttons(["a"], of(1024)), buttons(["a"], of(1025))],
    ["3 buttons", buttons(["a", "b", "c"]), buttons(["a", "b", "c", "d"])],
    ["a button title of 20", buttons([of(20)]), buttons([of(21)])],
    ["a row title of 24", row({ title: of(24) }), row({ title: of(25) })],
    ["a row description of 72", row({ description: of(72) }), row({ description: of(73) })],
    ["a row id of 200", row({ id: of(200) }), row({ id: of(201) })],
    ["a list button of 20", list([{ rows: rows(1) }], of(20)), list([{ rows: rows(1) }], of(21))],
    ["a section title of 24", list([section(of(24), 1)]), list([section(of(25), 1)])],
    ["10 rows in one section", list([{ rows: rows(10) }]), list([{ rows: rows(11) }])],
    ["10 rows in all", list([section("a", 5), section("b", 5)]), list([section("a", 5), section("b", 6)])],
    ["a caption of 1024", image({ caption: of(1024) }), image({ caption: of(1025) })],
  ])("accept %s and refuse more", async (_, accepted, refused) => {
    const { send, whatsapp } = await runningWhatsApp();
    expect(await send(accepted)).toMatchObject({ status: 200 });
    expect(await send(refused)).toMatchObject({
      status: 400,
      body: {
        error: {
          message: "(#131009) Parameter value is not valid",
          type: "OAuthException",
          code: 131009,
          error_data: { messaging_product: "whatsapp", details: expect.stringContaining("at most") },
          fbtrace_id: expect.any(String),
        },
      },
    });
    expect(whatsapp.sent()).toHaveLength(1);
  });

  const [first] = buttons(["a"]).interactive.action.buttons;

  it.each([
    ["an empty text", text(""), 131009],
    ["no text at all", { type: "text" }, 131008],
    ["no buttons", buttons([]), 131009],
    ["an empty button title", buttons([""]), 131009],
    ["an id with a space at its end", row({ id: "r " }), 131009],
    ["two buttons of one title", buttons(["Sí", "Sí"]), 131009],
    [
      "two buttons of one id",
      {
        type: "interactive",
        interactive: {
          type: "button",
          body: { text: "?" },
          action: { buttons: [first, { type: "reply", reply: { id: "b0", title: "b" } }] },
        },
      },
      131009,
    ],
    ["an empty list", list([]), 131009],
    ["two rows of one id", list([{ rows: [...rows(1), ...rows(1)] }]), 131009],
    ["several sections, one without a title", list([section("a", 1), { rows: rows(1, "b") }]), 131009],
    ["an image with neither address nor id", { type: "image", image: {} }, 131009],
    ["an image with both", image({ id: "1" }), 131009],
    ["an unknown interactive type", { type: "interactive", interactive: { type: "wheel" } }, 131009],
    ["an unknown type", { type: "telepathy" }, 131051],
    ["another product", { messaging_product: "instagram", ...text("a") }, 131009],
  ])("refuse %s", async (_, message, code) => {
    const { send, whatsapp } = await runningWhatsApp();
    expect(await send(message)).toMatchObject({ status: 400, body: { error: { code } } });
    expect(whatsapp.sent()).toEqual([]);
  });

  it("do not quote the message back", async () => {
    const { send } = await runningWhatsApp();
    const { body } = await send(text(`secreto${of(5000)}`));
    expect(JSON.stringify(body)).not.toContain("secreto");
  });

  it.each(["", "{", "[]", "1"])("refuse a body that is %j with code 100", async (body) => {
    const { call, messages } = await runningWhatsApp();
    const headers = { authorization: "Bearer token-of-the-business" };
    expect(await call("POST", messages, undefined, { headers, body })).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    });
  });
});
