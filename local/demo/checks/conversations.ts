import type { Evidence } from "../evidence.ts";
import type { Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";

/** Whoever changes a number or an id stays one person with one conversation, and nobody else has one. */
export function checkConversations(scenario: Scenario, { customers, sessions }: Evidence): Check {
  const complaints = scenario.customers.flatMap((customer) => {
    const own = customers.filter((one) => one.customer === customer);
    const ids = new Set([
      ...own.flatMap(({ conversations }) => conversations.map(({ sessionId }) => sessionId)),
      ...own.flatMap(({ written }) => written.map(({ sessionId }) => sessionId)),
    ]);
    return ids.size === 1 ? [] : [`${customer.name} has ${counted(ids.size, "conversation")}`];
  });
  if (sessions !== scenario.customers.length) {
    complaints.push(`CartaAI holds ${counted(sessions, "conversation")} in all`);
  }
  const changed = scenario.customers.filter(({ identities }) => identities.length > 1).length;
  const all = scenario.customers.length;
  return check(
    "One conversation for each person",
    complaints,
    `${counted(all, "person", "people")}, ${counted(all, "conversation")}; ${changed} of them changed a number or an id`,
  );
}
