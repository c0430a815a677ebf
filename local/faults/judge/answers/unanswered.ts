import { eventHash } from "../../../../functions/sync-events/ids.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Answered } from "../../world/bot.ts";
import type { DeadLetter } from "../../world/dead-letter.ts";
import type { World } from "../../world/world.ts";
import type { Damage } from "../verdict.ts";

/**
 * Every customer's message has an answer that was sent as a whole, or a dead letter, or a reason that was logged or
 * counted: WhatsApp did not take the reply; people were talking.
 */
export function judgeUnanswered(world: World, plan: Plan, letters: readonly DeadLetter[]): Damage[] {
  const settled = new Set(letters.map(({ eventId }) => eventId));
  const sent = new Set(world.whatsapp.sendings.map(({ text }) => text));
  for (const answer of world.bot.answers) {
    if (!isSaid(answer, sent, world)) continue;
    for (const message of answer.messages) settled.add(message);
  }
  const items = plan.webhooks.flatMap((webhook) => webhook.items);
  const open = items.filter(({ kind, id }) => kind === "message" && !settled.has(id));
  return open.slice(world.unanswered?.silent ?? 0).map(({ id }) => ({
    kind: "lost",
    detail: `no answer, no dead letter and no reason: ${id}`,
  }));
}

function isSaid({ turn, lines }: Answered, sent: ReadonlySet<string>, { unanswered }: World): boolean {
  return lines.every((text) => sent.has(text)) || (unanswered?.notSaid.has(eventHash(turn)) ?? false);
}
