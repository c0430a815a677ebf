import type { Order } from "../../../local/cartaai/orders.ts";
import type { Acknowledgement, CustomerEvidence, Evidence } from "../../../local/demo/evidence.ts";
import { isSaid, postsOf, saidIn, transcriptOf } from "../../../local/demo/expectations.ts";
import type { Customer, ExpectedOrder, Identity, Scenario } from "../../../local/demo/scenario.ts";
import type { RecordedCall } from "../../../local/http/call-log.ts";
import type { ReceivedRequest } from "../../../local/models/routes.ts";
import type { SentMessage } from "../../../local/whatsapp/outbox.ts";

export const SECRET = "0123456789abcdef";

/** What a day leaves behind when everything goes right; for tests to spoil. */
export function faithfulEvidence(scenario: Scenario): Evidence {
  const { acknowledgements, sent } = played(scenario);
  const orders = scenario.orders.map(orderOf);
  const told = { acknowledgements, sent };
  return {
    ...told,
    customers: scenario.customers.map((customer) => evidenceOf(scenario, customer, told, orders)),
    calls: callsOf(scenario, sent.length),
    readReceipts: sent.map(({ sequence, at, phoneNumberId }) => ({
      sequence,
      at,
      phoneNumberId,
      messageId: "m",
    })),
    asked: askedIn(scenario),
    orders,
    sessions: scenario.customers.length,
    overwritten: 0,
    queues: { waiting: 0, inFlight: 0 },
    deadLetters: { waiting: 0, inFlight: 0 },
    logs: '{"message":"Added user message to conversation bot_***_1_2"}\n',
    secrets: [SECRET],
  };
}

/** Each customer of a delivery is answered once, and told the number where something was to be ordered. */
function played(scenario: Scenario): Pick<Evidence, "acknowledgements" | "sent"> {
  const sent: SentMessage[] = [];
  const acknowledgements = scenario.deliveries.map((delivery): Acknowledgement => {
    const sentBefore = sent.length;
    const { items, unanswered = [], forged, leaves: state } = delivery;
    for (const customer of new Set(items.map((item) => item.customer))) {
      if (unanswered.includes(customer) || forged) continue;
      const last = items.filter(isSaid).findLast((item) => item.customer === customer);
      const order = scenario.orders.findIndex((one) => one.customer === customer);
      const body = `Answer ${sent.length} with number LT-${order}.`;
      sent.push(sentTo(customer, last?.identity ?? customer.identities[0], body, sent.length + 1));
    }
    return {
      delivery,
      statuses: Array(postsOf(delivery)).fill(forged ? 401 : 200),
      answeredByCartaAI: delivery.whileCartaAIHangs ? 0 : 10,
      sentBefore,
      state,
    };
  });
  return { acknowledgements, sent };
}

/** A text as WhatsApp's stand-in records it. */
export function sentTo(
  { restaurant }: Customer,
  { phone, userId = "" }: Identity,
  body: string,
  sequence: number,
): SentMessage {
  return {
    sequence,
    at: "2026-07-22T12:00:00.000Z",
    id: `wamid.answer-${sequence}`,
    phoneNumberId: restaurant.business.phoneNumberId,
    recipient: phone === undefined ? { kind: "userId", id: userId } : { kind: "phone", id: phone },
    message: { messaging_product: "whatsapp", type: "text", text: { body } },
  };
}

function evidenceOf(
  scenario: Scenario,
  customer: Customer,
  told: Pick<Evidence, "acknowledgements" | "sent">,
  orders: readonly Order[],
): CustomerEvidence {
  const sessionId = sessionOf(customer);
  const at = "2026-07-22T12:00:00.000Z";
  const written = transcriptOf(scenario, customer, told).map((line) => ({
    ...line,
    timestamp: at,
    sessionId,
  }));
  const links = orders
    .filter((_, index) => scenario.orders[index]?.customer === customer)
    .map(({ _id }) => _id);
  return {
    customer,
    conversations: [
      {
        sessionId,
        userId: idsOf(customer)[0] ?? "",
        subDomain: customer.restaurant.business.subDomain,
        context: { currentOrderId: links[0] ?? "" },
        messages: written.slice(-20),
      },
    ],
    written,
    states: [{ context: { selectedItems: [{ id: "prod004", quantity: 1 }] } }],
    links,
  };
}

function orderOf({ customer, phone, items, needsModels: _, ...money }: ExpectedOrder, index: number): Order {
  return {
    _id: `order-${index}`,
    orderNumber: `LT-${index}`,
    subDomain: customer.restaurant.business.subDomain,
    localId: "local",
    status: "pending",
    customer: { name: customer.name, phone },
    items: items.map(({ productId, quantity, options = [] }) => ({
      ...{ productId, quantity, name: productId, unitPrice: 1 },
      modifiers: options.map((optionId) => ({
        ...{ modifierId: "m", name: "m" },
        options: [{ optionId, name: optionId, price: 0, quantity: 1 }],
      })),
    })),
    ...money,
    subtotal: money.total - money.deliveryCost,
    source: "whatsapp",
    estimatedDeliveryTime: "2026-07-22T12:30:00.000Z",
    createdAt: "2026-07-22T12:00:00.000Z",
    updatedAt: "2026-07-22T12:00:00.000Z",
  };
}

function askedIn(scenario: Scenario): ReceivedRequest[] {
  return saidIn(scenario).map(({ reads }): ReceivedRequest => {
    if (reads.startsWith("[Audio message]")) {
      return { operation: "transcribe", bytes: 1, fileName: "a.ogg", mimeType: "audio/ogg", model: "m" };
    }
    return { operation: "chat", body: reads.startsWith("[Image]") ? { type: "image_url" } : {} };
  });
}

function callsOf(scenario: Scenario, answers: number): RecordedCall[] {
  const opening = scenario.customers.flatMap((customer) => [
    ...idsOf(customer).map((id) => ({
      operation: "findConversation",
      path: `/api/v1/conversations/user/${encodeURIComponent(id)}`,
      status: 404,
    })),
    { operation: "openConversation", path: "/api/v1/conversations", status: 201 },
    stateCall(customer),
  ]);
  const reading = ["readMenu", "readZones", "readProducts"].map((operation) => ({
    ...{ operation, path: `/${operation}`, status: 200 },
  }));
  const messages = saidIn(scenario).map(({ customer }) => messageCall(customer));
  const answered = Array.from({ length: answers }, () => messageCall(scenario.customers[0]));
  const orders = scenario.orders.flatMap(() =>
    ["listOrders", "createOrder", "linkOrder"].map((operation) => ({
      ...{ operation, path: `/${operation}`, status: 200 },
    })),
  );
  return [...opening, ...reading, ...messages, ...answered, ...orders].map((call, index) =>
    recorded(call, index + 1),
  );
}

function messageCall(customer: Customer | undefined) {
  const path = `/api/v1/whatsapp/agent/conversations/${customer && sessionOf(customer)}/messages`;
  return { operation: "addMessage", path, status: 200 };
}

function stateCall(customer: Customer) {
  const path = `/api/v1/whatsapp/agent/conversations/${sessionOf(customer)}/sync`;
  return { operation: "syncState", path, status: 200 };
}

/** A call as CartaAI's stand-in records it. */
export function recorded(
  call: Pick<RecordedCall, "operation" | "path" | "status">,
  sequence: number,
): RecordedCall {
  return { ...call, sequence, at: "2026-07-22T12:00:00.000Z", method: "POST", query: {}, faults: [] };
}

function sessionOf({ name }: Customer): string {
  return `bot_${name.replaceAll(/\W/g, "")}_1_2`;
}

/** As the person is known at first. */
function idsOf({ identities: [{ phone, userId }] }: Customer): string[] {
  return [phone && `+${phone}`, userId].filter((id) => id !== undefined);
}
