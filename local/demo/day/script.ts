import type { ScriptSettings } from "../../models/script.ts";

type Rule = NonNullable<ScriptSettings["rules"]>[number];
type ToolCall = NonNullable<Rule["answer"]["toolCalls"]>[number];

const calls = (...toolCalls: ToolCall[]) => ({ toolCalls });
const PICKUP = { name: "set_delivery_method", arguments: { method: "pickup" } };

/** A dialogue in which a model looks a product up, adds it, and says that it will be picked up. */
function ordering(
  when: string,
  query: string,
  line: Readonly<Record<string, unknown>>,
  text: string,
): Rule[] {
  return [
    { when, answer: calls({ name: "find_products", arguments: { query } }) },
    { when, after: "find_products", answer: calls({ name: "add_to_cart", arguments: line }, PICKUP) },
    { when, after: PICKUP.name, answer: { text } },
  ];
}

/** What the models say on that day. To what is not here they say nothing, and the bot goes by its keywords. */
export const SCRIPT: ScriptSettings = {
  rules: [
    ...ordering(
      "dos lomos saltados",
      "lomo saltado",
      { product_id: "prod004", quantity: 2, option_ids: ["opt-arroz", "opt-papas"] },
      "Dos lomos saltados con arroz y papas, anotado.",
    ),
    ...ordering(
      "chashu bowls",
      "chashu ramen",
      { product_id: "ramen001", quantity: 2, option_ids: ["opt-miso"] },
      "Two bowls with miso, noted.",
    ),
    {
      when: "group order|late shift|wasabi|for the office|commande du bureau",
      answer: calls({ name: "talk_to_person" }),
    },
    {
      when: "reservar|mesa para",
      answer: { text: "Las mesas las ve el equipo del local; aquí tomo pedidos." },
    },
    { when: "table by the window", answer: { text: "The staff look after the tables; I take orders." } },
    { when: "encore moi", answer: { text: "Heureux de vous relire !" } },
    { when: "my number after all", answer: { text: "Thank you." } },
    { when: "pedimos a casa", answer: { text: "Con gusto. ¿Qué les provoca?" } },
  ],
  otherwise: { text: "" },
  image: "A bowl of ramen with pork and an egg.",
};
