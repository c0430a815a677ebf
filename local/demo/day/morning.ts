import { one, writes } from "../items.ts";
import type { Delivery } from "../scenario.ts";
import { ANA, BEATRIZ, CHLOE, EMILY, LUIS, NOAH } from "./people.ts";

/** CartaAI hangs, and nobody who writes may notice: the bot answers as soon as it can see the menu. */
export const MORNING: readonly Delivery[] = [
  writes(ANA, "ana-greets", "Hola, ¿están abiertos hoy?"),
  writes(LUIS, "luis-greets", "Buenos días 👋 quisiera reservar"),
  writes(EMILY, "emily-greets", "Hi there! Do you deliver to Barranco?"),
  writes(NOAH, "noah-greets", "Hello, I would rather not show my number"),
  writes(CHLOE, "chloe-greets", "Bonjour, êtes-vous ouverts à midi ?"),
  writes(BEATRIZ, "beatriz-greets", "Bom dia! Vocês abrem hoje?"),
].map((item) => one(`${item.customer.name} greets`, item, { whileCartaAIHangs: true }));
