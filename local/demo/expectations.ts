import type { Evidence } from "./evidence.ts";
import { lineOf } from "./items.ts";
import { isTo, lineSent } from "./outbox.ts";
import type { Customer, CustomerMessage, Delivery, Item, Line, Scenario, StaffMessage } from "./scenario.ts";

type Said = CustomerMessage | StaffMessage;

/** Everything that was said and has to stand in CartaAI, in order; what was delivered again is said once. */
export function saidIn({ deliveries }: Scenario): readonly Said[] {
  const messages = deliveries.filter(({ forged }) => !forged).flatMap(({ items }) => items.filter(isSaid));
  return [...new Map(messages.map((message) => [message.id, message])).values()];
}

/**
 * A customer's transcript as it has to be: what was said, and after it what the bot sent until something else was said.
 * Nothing was posted before everything that came earlier had been answered, but for the first message of each.
 */
export function transcriptOf(
  scenario: Scenario,
  customer: Customer,
  { acknowledgements, sent }: Pick<Evidence, "acknowledgements" | "sent">,
): readonly Line[] {
  const own = new Set(saidIn(scenario).filter((message) => message.customer === customer));
  const answers = sent.flatMap((message, index) => (isTo(customer, message) ? [{ message, index }] : []));
  const lines: Line[] = [];
  const answerUpTo = (end: number) => {
    while (answers[0] !== undefined && answers[0].index < end) {
      lines.push(...answers.splice(0, 1).map(({ message }) => lineSent(message)));
    }
  };
  for (const { delivery, sentBefore } of acknowledgements) {
    const said = delivery.items.filter(isSaid).filter((item) => own.has(item));
    if (said.length > 0) answerUpTo(sentBefore);
    lines.push(...said.map(lineOf));
  }
  answerUpTo(Number.POSITIVE_INFINITY);
  return lines;
}

/** The messages that were delivered more than once. */
export function repeatedIn({ deliveries }: Scenario): readonly Said[] {
  return deliveries
    .filter(({ repeated }) => repeated !== undefined)
    .flatMap(({ items }) => items.filter(isSaid));
}

/** How CartaAI may know a customer: phone numbers with their plus, and BSUIDs. */
export function cartaaiIdsOf({ identities }: Customer): readonly string[] {
  const ids = identities.flatMap(({ phone, userId }) => [phone && `+${phone}`, userId]);
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** How many POSTs a delivery makes. */
export function postsOf({ repeated }: Delivery): number {
  return repeated === undefined ? 1 : 2;
}

export function isSaid(item: Item): item is Said {
  return item.kind === "message" || item.kind === "echo";
}
