import { LA_TERRAZA } from "./conversations.ts";
import type { TestSystem } from "./start-test-system.ts";

/** What CartaAI shows of somebody's conversation with La Terraza: "user: Hola". */
export function conversationText({ cartaai }: Pick<TestSystem, "cartaai">, phone: string): string[] {
  return cartaai
    .transcript(`+${phone}`, LA_TERRAZA.subDomain)
    .map(({ role, content }) => `${role}: ${content}`);
}
