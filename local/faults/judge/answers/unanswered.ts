import { eventHash } from "../../../../functions/sync-events/ids.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Answered } from "../../world/bot.ts";
import type { DeadLetter } from "../../world/dead-letter.ts";
import type { World } from "../../world/world.ts";
import type { Damage } from "../verdict.ts";

/** Milliseconds that the bot keeps out of a conversation once a person was asked for, as deployed, and one to begin. */
const SILENCE = 31 * 60 * 1000;

/**
 * Every customer's message has an answer that was sent as a whole, or a dead letter, or a reason: WhatsApp did not take
 * the reply, which was logged; the customer had asked for a person.
 */
export function judgeUnanswered(world: World, plan: Plan, letters: readonly DeadLetter[]): Damage[] {
  const settled = new Set(letters.map(({ eventId }) => eventId));
  const sent = new Set(world.whatsapp.sendings.map(({ text }) => text));
  for (const answer of world.bot.answers) {
    if (!isSaid(answer, sent, world)) continue;
    for (const message of answer.messages) settled.add(message);
  }
  const items = plan.webhooks.flatMap((webhook) => webhook.items);
  return items
    .filter(({ kind, id }) => kind === "message" && !settled.has(id) && !isSilenced(id, world))
    .map(({ id }) => ({ kind: "lost", detail: `no answer, no dead letter and no reason: ${id}` }));
}

function isSaid({ turn, lines }: Answered, sent: ReadonlySet<string>, { notSaid }: World): boolean {
  return lines.every((text) => sent.has(text)) || notSaid.has(eventHash(turn));
}

function isSilenced(message: string, { bot, said, turnsQueuedAt }: World): boolean {
  const { keys } = said.find(message);
  const queuedAt = turnsQueuedAt.get(message) ?? Number.POSITIVE_INFINITY;
  return bot.answers.some(
    ({ wantsPerson, conversation, at }) => wantsPerson && keys.has(conversation) && queuedAt <= at + SILENCE,
  );
}
