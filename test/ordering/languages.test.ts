import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LANGUAGES, type Language } from "../../functions/ordering/texts/languages.ts";
import { textsOf } from "../../functions/ordering/texts/texts.ts";
import { LIMITS } from "../../functions/whatsapp-client/limits.ts";
import { CHECKPOINTS_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { LA_TERRAZA, newConversation, newUserId } from "../support/conversations.ts";
import { Chat } from "./support/chat.ts";
import { createMemoryRestaurant, type MemoryRestaurant } from "./support/memory-catalogue.ts";

let tables: Tables;
let restaurant: MemoryRestaurant;
let chat: Chat;

beforeAll(async () => {
  tables = await startTables([CHECKPOINTS_TABLE]);
});
afterAll(async () => await tables.stop());
beforeEach(() => {
  restaurant = createMemoryRestaurant();
  chat = new Chat({ tables, restaurant });
});

const ORDERS: readonly (readonly [Language, readonly string[]])[] = [
  ["es", ["Hola, buenas tardes", "quiero dos limonadas", "eso es todo", "recojo", "en efectivo", "sí"]],
  ["en", ["Hello", "I would like two limonada please", "that's all", "pick up", "cash please", "yes"]],
  ["fr", ["Bonjour", "je voudrais deux limonada", "c'est tout", "à emporter", "carte", "oui"]],
  ["pt", ["Olá, bom dia", "eu queria duas limonadas", "só isso", "retirar", "cartão", "sim"]],
];

describe.each(ORDERS)("in %s", (language, messages) => {
  it("an order is taken in words alone, and answered in that language throughout", async () => {
    const texts = textsOf(language);
    const expected = [
      texts.helpHint,
      texts.cartTitle,
      texts.chooseMethod,
      texts.choosePayment,
      texts.summaryTitle,
    ];
    for (const [index, message] of messages.slice(0, -1).entries()) {
      await chat.says(message);
      expect(chat.text).toContain(expected[index]);
      expect(chat.last.state?.metadata["language"]).toBe(language);
    }
    await chat.says(messages.at(-1) ?? "");
    expect(chat.text).toContain(texts.placed("LT-1"));
    expect(chat.drafts).toMatchObject([{ total: 1900 }]);
  });

  it("titles fit on WhatsApp's buttons and rows", () => {
    const { actions, methods, payments } = textsOf(language);
    for (const title of [...Object.values(actions), ...Object.values(methods), ...Object.values(payments)]) {
      expect(title.length, title).toBeLessThanOrEqual(LIMITS.buttonTitle);
    }
  });
});

it("is kept when somebody says a word of another one, and changes when they go over to it", async () => {
  await chat.says("hola, quiero ver la carta");
  await chat.says("ok thanks");
  expect(chat.last.state?.metadata["language"]).toBe("es");
  await chat.says("hello, I would like to see my cart");
  expect(chat.last.state?.metadata["language"]).toBe("en");
  expect(chat.text).toContain("Your cart is empty");
});

it("has a word for each status that CartaAI knows", () => {
  const statuses = [
    "pending",
    "confirmed",
    "preparing",
    "ready",
    "dispatched",
    "delivered",
    "cancelled",
    "rejected",
  ];
  for (const language of LANGUAGES)
    expect(Object.keys(textsOf(language).statuses).sort()).toEqual(statuses.sort());
});

it.each([
  ["+33612345678", "Bienvenue"],
  ["+5511912345678", "Bem-vindo"],
  ["+14155550123", "Welcome"],
  ["+51987654321", "bienvenida"],
])("of the greeting follows the country of the phone number: %s", async (phone, greeting) => {
  const stranger = new Chat({ tables, restaurant, conversation: newConversation({ phone, key: phone }) });
  await stranger.send({ kind: "welcome" });
  expect(stranger.text).toContain(greeting);
});

describe("a business of another country", () => {
  const userId = newUserId();
  const { subDomain, localId } = LA_TERRAZA;
  const unknown = { subDomain, localId, key: userId, userId };

  it("is spoken for in its own language until the customer's words or country code tell", async () => {
    const business = { ...LA_TERRAZA, language: "pt" } as const;
    chat = new Chat({ tables, restaurant, conversation: unknown, business });
    await chat.send({ kind: "welcome" });
    expect(chat.text).toContain(textsOf("pt").helpHint);
    const french = newConversation({ phone: "+33612345678" });
    chat = new Chat({ tables, restaurant, conversation: french, business });
    await chat.send({ kind: "welcome" });
    expect(chat.text).toContain(textsOf("fr").helpHint);
    await chat.says("I would like to see the menu please");
    expect(chat.text).toContain(textsOf("en").chooseCategory);
  });

  it.each([
    ["+55", "(11) 98765-4321", "+5511987654321"],
    ["+55", "011 98765-4321", "+5511987654321"],
    ["+55", "55 11 98765 4321", "+5511987654321"],
    ["+55", "+51 987 654 321", "+51987654321"],
    ["+1", "(212) 555-0123", "+12125550123"],
    ["+1", "0051 987 654 321", "+51987654321"],
    ["+51", "987 654 321", "+51987654321"],
    ["+51", "51 987 654 321", "+51987654321"],
  ])("with the calling code %s takes %j for %s", async (callingCode, typed, expected) => {
    const business = { ...LA_TERRAZA, callingCode };
    chat = new Chat({ tables, restaurant, conversation: unknown, business });
    await chat.says("2 limonadas");
    for (const title of ["Pedir", "Recojo en local", "Efectivo"]) await chat.taps(title);
    await chat.says("Rosa Quispe");
    await chat.says(typed);
    expect(chat.context["customerPhone"]).toBe(expected);
  });
});
