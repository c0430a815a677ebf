import { identifiersOfPerson } from "../../plan/identifiers.ts";
import type { Plan } from "../../plan/plan.ts";
import type { World } from "../../world/world.ts";
import type { Damage } from "../verdict.ts";
import { isInDoubt, type Line } from "./lines.ts";

/**
 * What customers got: each line once, and again only if nobody could know that it had been sent (docs/decisions/0011);
 * of one turn one answer; no message answered in two turns; in order.
 */
export function judgeSendings(world: World, plan: Plan, lines: readonly Line[]): Damage[] {
  const shown = lines.filter(({ sendings }) => sendings.length > 0);
  return [
    ...shown.filter(isWronglyRepeated).map(({ text }) => duplicated(`WhatsApp: ${text}`)),
    ...answeredTwice(shown),
    ...outOfOrder(shown),
    ...repeatedApologies(world, plan, lines),
  ];
}

function duplicated(detail: string): Damage {
  return { kind: "duplicated", detail };
}

function isWronglyRepeated({ sendings }: Line): boolean {
  // What was tried first may arrive last.
  const tried = sendings.toSorted((one, other) => one.begun - other.begun);
  return !tried.slice(0, -1).every(isInDoubt);
}

function answeredTwice(shown: readonly Line[]): Damage[] {
  const turns = Map.groupBy(shown, ({ answer }) => `${answer.turn}, ${answer.orderOutcome ?? "answer"}`);
  const several = [...turns].filter(([, those]) => new Set(those.map(({ answer }) => answer)).size > 1);
  const turnsOf = new Map<string, Set<string>>();
  for (const { answer } of shown) {
    for (const message of answer.messages) {
      turnsOf.set(message, (turnsOf.get(message) ?? new Set()).add(answer.turn));
    }
  }
  const again = [...turnsOf].filter(([, those]) => those.size > 1);
  return [
    ...several.map(([turn]) => duplicated(`two answers: ${turn}`)),
    ...again.map(([message]) => duplicated(`answered in two turns: ${message}`)),
  ];
}

/** In each conversation by when each was tried first (it may arrive late); the bot is asked about one turn after the other. */
function outOfOrder(shown: readonly Line[]): Damage[] {
  const conversations = Map.groupBy(shown, ({ answer }) => answer.conversation);
  return [...conversations.values()].flatMap((own) =>
    own.slice(1).flatMap((line, index): Damage[] => {
      const before = own[index];
      const isLate = before !== undefined && firstTried(before) > firstTried(line);
      return isLate ? [{ kind: "reordered", detail: `WhatsApp: ${before.text} after ${line.text}` }] : [];
    }),
  );
}

function firstTried({ sendings }: Line): number {
  return Math.min(...sendings.map(({ begun }) => begun));
}

/** Each conversation is asked for patience once, until something has been answered. */
function repeatedApologies({ whatsapp, bot }: World, plan: Plan, lines: readonly Line[]): Damage[] {
  const said = new Set(lines.map(({ text }) => text));
  // People with two conversations are asked in each.
  const others = plan.merging.flatMap((person) => identifiersOfPerson(plan, person));
  const apologies = whatsapp.sendings.filter(
    ({ text, recipient }) =>
      !said.has(text) && !others.includes(recipient) && !others.includes(`+${recipient}`),
  );
  const conversations = Map.groupBy(apologies, ({ recipient }) => recipient);
  return [...conversations.values()].flatMap((own) =>
    own
      .toSorted((one, other) => one.begun - other.begun)
      .flatMap((apology, index, sorted) => {
        const before = sorted[index - 1];
        if (before === undefined) return [];
        // By when they were asked for: what was tried first may arrive last.
        const isAnswered = bot.answers.some(({ step }) => before.begun < step && step < apology.begun);
        return isAnswered ? [] : [duplicated("WhatsApp: an apology")];
      }),
  );
}
