import type { NumberedEntry } from "../cartaai/ledger.ts";
import type { CartaAIStandIn } from "../cartaai/server.ts";
import { transcriptOf } from "../cartaai/transcript.ts";
import type { CustomerEvidence, ShownConversation } from "./evidence.ts";
import { cartaaiIdsOf } from "./expectations.ts";
import { type CartaAIAccess, readConversation } from "./read-conversation.ts";
import type { Customer, Delivery, ExpectedState, Scenario } from "./scenario.ts";

/** Reads back what CartaAI has of each customer, under whichever id. */
export function readCustomers(
  { customers }: Scenario,
  entries: readonly NumberedEntry[],
  access: CartaAIAccess,
): Promise<CustomerEvidence[]> {
  return Promise.all(
    customers.map(async (customer) => {
      const { subDomain } = customer.restaurant.business;
      const ids = cartaaiIdsOf(customer);
      const own = entries.filter((entry) => entry.subDomain === subDomain && ids.includes(entry.userId));
      return {
        customer,
        conversations: await readConversations(customer, access),
        written: transcriptOf(own),
        states: own.flatMap((entry) => (entry.kind === "state" ? [entry.state] : [])),
        links: own.flatMap((entry) => (entry.kind === "order" ? [entry.orderId] : [])),
      };
    }),
  );
}

async function readConversations(customer: Customer, access: CartaAIAccess): Promise<ShownConversation[]> {
  const { subDomain } = customer.restaurant.business;
  const found = new Map<string, ShownConversation>();
  for (const id of cartaaiIdsOf(customer)) {
    const conversation = await readConversation(id, subDomain, access);
    if (conversation !== undefined) found.set(conversation.sessionId, conversation);
  }
  return [...found.values()];
}

/**
 * The state that the scenario wants compared, as the API would show it. Not asked over HTTP: calls of our own would be
 * counted with those of the system.
 */
export function stateAfter(
  { items: [item], leaves }: Delivery,
  standIn: CartaAIStandIn,
): ExpectedState | undefined {
  if (item === undefined || leaves === undefined) return undefined;
  const { subDomain } = item.customer.restaurant.business;
  const ids = cartaaiIdsOf(item.customer);
  const own = standIn
    .conversations()
    .find((conversation) => conversation.subDomain === subDomain && ids.includes(conversation.userId));
  return own && { intent: own.currentIntent, step: own.currentStep, context: own.context };
}
