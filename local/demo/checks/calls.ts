import type { RecordedCall } from "../../http/call-log.ts";
import type { CustomerEvidence, Evidence } from "../evidence.ts";
import { cartaaiIdsOf, saidIn } from "../expectations.ts";
import type { Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";
import { selectedItems } from "./states.ts";

/**
 * CartaAI is told each message once, from whichever side; each order is created and linked once, and each conversation
 * opened once. States are told when they changed, menus read once and kept, and otherwise somebody is only looked up who
 * writes for the first time. So the webhook calls it never, and duplicates, statuses and updates cost no call.
 */
export function checkCalls(scenario: Scenario, evidence: Evidence): Check {
  const messages = saidIn(scenario).length + evidence.sent.length;
  const people = scenario.customers.length;
  const lookups = scenario.customers.reduce((sum, customer) => sum + firstIdsOf(customer.identities[0]), 0);
  const orders = scenario.orders.length;
  const restaurants = new Set(scenario.customers.map(({ restaurant }) => restaurant)).size;
  const turns = evidence.readReceipts.length;
  const exactly = (times: number) => ({ least: times, most: times });
  const expected: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
    addMessage: exactly(messages),
    openConversation: exactly(people),
    findConversation: exactly(lookups),
    createOrder: exactly(orders),
    linkOrder: exactly(orders),
    syncState: { least: people, most: turns },
    // Before an order, so that one of unknown outcome could be told from it.
    listOrders: exactly(orders),
    // An execution environment keeps what it has read, and there are never more of these than people who write.
    readMenu: { least: 0, most: people * restaurants },
    readZones: { least: 0, most: people * restaurants },
    readProducts: { least: 0, most: productsIn(evidence).size * people },
  };
  const actual = Map.groupBy(evidence.calls, ({ operation }) => operation);
  const complaints = [...new Set([...Object.keys(expected), ...actual.keys()])].flatMap((operation) => {
    const times = actual.get(operation)?.length ?? 0;
    const { least, most } = expected[operation] ?? exactly(0);
    const wanted = least === most ? `${most}` : `${least} to ${most}`;
    return times >= least && times <= most ? [] : [`${operation} ${times} times instead of ${wanted}`];
  });
  const failed = evidence.calls.filter(({ status = 0, operation }) => !isFine(operation, status)).length;
  if (failed > 0) complaints.push(`${counted(failed, "call")} failed`);
  const states = actual.get("syncState")?.length ?? 0;
  return check(
    "One call to CartaAI for each message, order and change, and none from the webhook",
    complaints,
    `${counted(messages, "message")}, ${counted(orders, "order")}, ${states} states of ${counted(turns, "turn")}, ${people + lookups} to find and open ${people} conversations`,
  );
}

/** The products that ever were in somebody's cart: no other had to be looked at. */
function productsIn({ customers }: Evidence): Set<string> {
  const items = customers.flatMap(({ states }) => states).flatMap(selectedItems);
  return new Set(items.map(({ id }) => id));
}

/** Once a conversation's first message stands there, nobody is looked up or opened any more. */
export function checkLookups(scenario: Scenario, { calls, customers }: Evidence): Check {
  const complaints = scenario.customers.flatMap((customer) => {
    const evidence = customers.find((one) => one.customer === customer);
    const first = calls.find((call) => call.operation === "addMessage" && isOf(call, evidence));
    if (first === undefined) return [`no message of ${customer.name} was added`];
    const paths = new Set(cartaaiIdsOf(customer).map((id) => `/user/${encodeURIComponent(id)}`));
    const late = calls.filter(
      ({ operation, path, sequence }) =>
        operation === "findConversation" &&
        sequence > first.sequence &&
        [...paths].some((ending) => path.endsWith(ending)),
    );
    return late.length === 0 ? [] : [`${customer.name} was looked up ${late.length} times more`];
  });
  return check("No lookup for a known conversation", complaints, "looked up before the first message only");
}

/** A person is looked up by number and by BSUID: either may have been used before. */
function firstIdsOf({ phone, userId }: { readonly phone?: string; readonly userId?: string }): number {
  return [phone, userId].filter((id) => id !== undefined).length;
}

function isFine(operation: string, status: number): boolean {
  return (status >= 200 && status < 300) || (operation === "findConversation" && status === 404);
}

function isOf({ path }: RecordedCall, evidence: CustomerEvidence | undefined): boolean {
  const sessions = evidence?.conversations.map(({ sessionId }) => encodeURIComponent(sessionId)) ?? [];
  return sessions.some((sessionId) => path.includes(`/${sessionId}/`));
}
