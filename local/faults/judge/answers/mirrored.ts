import type { SaidEvent } from "../../world/said.ts";
import type { World } from "../../world/world.ts";
import type { Damage } from "../verdict.ts";
import { isInDoubt, type Line } from "./lines.ts";

/**
 * What the transcript is told of the bot: everything that a customer is known to have got, and nothing else. That it
 * arrives there once and in order is judged with everything else that was said.
 */
export function judgeMirrored(world: World, lines: readonly Line[]): Damage[] {
  const mirrored = new Set(
    world.said
      .all()
      .map(botText)
      .filter((text) => text !== undefined),
  );
  const sent = new Set(world.whatsapp.sendings.map(({ text }) => text));
  const missing = lines.filter(
    ({ text, sendings }) => sendings.some((sending) => !isInDoubt(sending)) && !mirrored.has(text),
  );
  const invented = [...mirrored].filter((text) => !sent.has(text));
  return [
    ...missing.map(({ text }): Damage => ({ kind: "lost", detail: `sent, and not mirrored: ${text}` })),
    ...invented.map((text): Damage => ({ kind: "lost", detail: `mirrored, and not sent: ${text}` })),
  ];
}

function botText({ event }: SaidEvent): string | undefined {
  return event?.type === "message" && event.role === "bot" ? event.content : undefined;
}
