import { isApology, type SaidEvent } from "../../world/said.ts";
import type { World } from "../../world/world.ts";
import type { Damage } from "../verdict.ts";
import { isInDoubt, type Line } from "./lines.ts";

/**
 * What the transcript is told of the bot: everything that a customer is known to have got, and nothing else. An apology that
 * nobody knows the fate of is told, too: it is never sent a second time (docs/decisions/0011). That everything arrives
 * there once and in order is judged with what else was said.
 */
export function judgeMirrored(world: World, lines: readonly Line[]): Damage[] {
  const told = world.said.all().filter((said) => botText(said) !== undefined);
  const mirrored = new Set(told.map(botText));
  const sent = new Set<string | undefined>(world.whatsapp.sendings.map(({ text }) => text));
  const missing = lines.filter(
    ({ text, sendings }) => sendings.some((sending) => !isInDoubt(sending)) && !mirrored.has(text),
  );
  const invented = told.filter((said) => !isApology(said.id) && !sent.has(botText(said)));
  return [
    ...missing.map(({ text }): Damage => ({ kind: "lost", detail: `sent, and not mirrored: ${text}` })),
    ...invented.map(
      (said): Damage => ({ kind: "lost", detail: `mirrored, and not sent: ${botText(said) ?? ""}` }),
    ),
  ];
}

function botText({ event }: SaidEvent): string | undefined {
  return event?.type === "message" && event.role === "bot" ? event.content : undefined;
}
