import type { SentMessage } from "../../whatsapp/outbox.ts";
import type { Acknowledgement, Evidence } from "../evidence.ts";
import { isSaid } from "../expectations.ts";
import { isAddressedTo, isTo } from "../outbox.ts";
import type { Customer, Delivery, Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";

/** Whoever writes is answered, under the number that they wrote from; where people talk, the bot says nothing. */
export function checkAnswers(scenario: Scenario, evidence: Evidence): Check {
  const silent = scenario.deliveries.filter(({ unanswered = [] }) => unanswered.length > 0).length;
  const complaints = evidence.acknowledgements.flatMap((one) =>
    scenario.customers.flatMap((customer) => complaintsOf(one, customer, evidence)),
  );
  return check(
    "The bot answers whoever writes, and is silent where people talk",
    complaints,
    `${counted(evidence.sent.length, "answer")}; silent after ${counted(silent, "webhook")}`,
  );
}

function complaintsOf({ delivery }: Acknowledgement, customer: Customer, evidence: Evidence): string[] {
  if (!delivery.items.some((item) => item.customer === customer)) return [];
  const answers = answersTo(delivery, customer, evidence);
  const about = `${customer.name} at "${delivery.title}"`;
  if (delivery.unanswered?.includes(customer)) return answers.length === 0 ? [] : [`${about} was answered`];
  if (answers.length === 0) return [`${about} was not answered`];
  const identity = delivery.items.filter(isSaid).findLast((item) => item.customer === customer)?.identity;
  const isRight = answers.every((answer) => identity !== undefined && isAddressedTo(identity, answer));
  return isRight ? [] : [`${about} was answered elsewhere`];
}

/** What was sent to a customer from a delivery of theirs up to the next one. */
function answersTo(
  delivery: Delivery,
  customer: Customer,
  { acknowledgements, sent }: Evidence,
): SentMessage[] {
  const own = acknowledgements.filter((one) => one.delivery.items.some((item) => item.customer === customer));
  const at = own.findIndex((one) => one.delivery === delivery);
  return sent
    .slice(own[at]?.sentBefore, own[at + 1]?.sentBefore)
    .filter((message) => isTo(customer, message));
}
