import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Person } from "../../../functions/identities/person.ts";
import type { InboundMessage } from "../../../functions/whatsapp/inbound.ts";
import { isSigned } from "../../../functions/whatsapp/signature.ts";
import type { Invocation } from "../../runtime/observer.ts";
import type { ChatMessage, CustomerIdentity } from "../api.ts";
import { inboundContent } from "./inbound-content.ts";
import { isoTime, type Memory } from "./memory.ts";
import { type ReadItems, readItems } from "./webhook-items.ts";

/** An invocation of the webhook Lambda, as far as it is looked at. */
type WebhookEvent = Pick<APIGatewayProxyEventV2, "body" | "isBase64Encoded" | "headers" | "requestContext">;

const WEBHOOKS_KEPT = 1_000;

/** Watches what arrives at the webhook. What was not signed with one of the secrets is nobody's message. */
export function watchWebhooks(memory: Memory, appSecrets: () => readonly string[]) {
  const reading = new Map<number, ReadItems>();

  return (invocation: Invocation): void => {
    // Only the local HTTP API invokes this function, with events of this shape.
    const event = invocation.event as WebhookEvent;
    if (invocation.endedAt === undefined) {
      const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
      if (!isSigned(bytes, event.headers["x-hub-signature-256"], appSecrets())) return;
      const read = readItems(bytes);
      if (read === undefined) return;
      reading.set(invocation.sequence, read);
      begin(memory, invocation, event, read);
    } else {
      const read = reading.get(invocation.sequence);
      reading.delete(invocation.sequence);
      if (read !== undefined) end(memory, invocation, event, read);
    }
  };
}

function begin(memory: Memory, invocation: Invocation, event: WebhookEvent, { items, raw }: ReadItems): void {
  const at = isoTime(invocation.startedAt);
  for (const item of items) {
    if (item.kind === "identity-change") {
      const customer = memory.chats.find(item.phoneNumberId, identityOf(item.previous));
      const name = customer?.name;
      if (customer) memory.chats.become(customer.id, changed(customer.identity, item.current));
      else memory.chats.meet(item.phoneNumberId, name, identityOf(item.current));
    }
    if (item.kind !== "message") continue;
    const customerId = customerOf(memory, item);
    memory.timelines.open(item.id, customerId, at);
    memory.timelines.correlate(item.id, event.requestContext.requestId);
    memory.chats.add({ ...toChatMessage(item, raw.get(item.id)), customerId, at });
    memory.timelines.step(item.id, receivedStep(invocation, event));
    memory.timelines.step(item.id, {
      id: `parsed:${invocation.sequence}`,
      kind: "parsed",
      at,
      title: `Read as ${item.type}${item.placeholder === undefined ? "" : `: ${item.placeholder}`}`,
      outcome: item.placeholder === undefined ? "ok" : "failed",
      part: "webhook",
      record: item,
    });
  }
}

function end(memory: Memory, invocation: Invocation, event: WebhookEvent, { json, items }: ReadItems): void {
  const isAccepted = statusOf(invocation) === 200;
  if (isAccepted) remember(memory, json, items);
  for (const item of items) {
    if (item.kind !== "message") continue;
    memory.timelines.answered(item.id, isAccepted);
    memory.timelines.step(item.id, receivedStep(invocation, event));
    const state = memory.timelines.state(item.id, (id) => id === item.id);
    const isUnread = memory.chats.message(item.id)?.ticks === "sent";
    memory.chats.update(item.id, { state, ...(isAccepted && isUnread && { ticks: "delivered" }) });
    const customerId = memory.timelines.customerOf(item.id);
    if (!isAccepted || customerId === undefined) continue;
    const role = item.author === "staff" ? "bot" : "user";
    memory.said.heard(customerId, { eventId: item.id, messageId: item.id, role, content: item.content });
    memory.dirty.add(customerId);
  }
}

/** For whoever takes the conversation along: once for each customer in it, and once for what Meta sends twice. */
function remember({ timelines, chats, webhooks }: Memory, json: unknown, items: ReadItems["items"]): void {
  const customers = new Set(
    items.map((item) => {
      if (item.kind === "message") {
        return timelines.isAnswered(item.id) ? undefined : timelines.customerOf(item.id);
      }
      return item.kind === "identity-change"
        ? chats.find(item.phoneNumberId, identityOf(item.current))?.id
        : undefined;
    }),
  );
  for (const id of customers) {
    if (id !== undefined) webhooks.set(id, [...(webhooks.get(id) ?? []), json].slice(-WEBHOOKS_KEPT));
  }
}

function customerOf({ chats }: Memory, { phoneNumberId, person, becomes }: InboundMessage): string {
  const { id, identity } = chats.meet(phoneNumberId, person.displayName, identityOf(person));
  if (becomes !== undefined) chats.become(id, changed(identity, becomes));
  return id;
}

/** A new number comes without the old user id: WhatsApp gives out another one with it. */
function changed(before: CustomerIdentity, now: Person): CustomerIdentity {
  const { phone, userId } = identityOf(now);
  const kept = phone ?? (userId === undefined ? undefined : before.phone);
  return { ...(kept !== undefined && { phone: kept }), ...(userId !== undefined && { userId }) };
}

function identityOf({ phone, userId }: Person): CustomerIdentity {
  return {
    ...(phone !== undefined && { phone: phone.replace(/^\+/, "") }),
    ...(userId !== undefined && { userId }),
  };
}

function toChatMessage(
  item: InboundMessage,
  raw: unknown,
): Omit<ChatMessage, "sequence" | "customerId" | "at"> {
  const quoted = item.metadata.quoted?.messageId;
  return {
    id: item.id,
    from: item.type === "system" ? "whatsapp" : item.author,
    content: inboundContent(raw, item.type, item.content),
    ...(quoted !== undefined && { quoted }),
    ...(item.author === "customer" && { ticks: "sent" }),
    state: "sending",
    timelineId: item.id,
  };
}

function receivedStep(invocation: Invocation, event: WebhookEvent) {
  const { sequence, startedAt, endedAt, result } = invocation;
  const status = statusOf(invocation);
  return {
    id: `received:${sequence}`,
    kind: "received",
    at: isoTime(startedAt),
    title: "The webhook arrived",
    ...(endedAt !== undefined && { durationMs: endedAt - startedAt }),
    ...(status !== undefined && { status }),
    outcome: endedAt === undefined ? "running" : status === 200 ? "ok" : "failed",
    part: "webhook",
    record: {
      correlationId: event.requestContext.requestId,
      headers: event.headers,
      isBase64Encoded: event.isBase64Encoded,
      body: event.body,
      answer: result,
    },
  } as const;
}

/** What Meta got; API Gateway makes a 500 of a function that failed. Undefined while it is under way. */
function statusOf({ endedAt, result }: Invocation): number | undefined {
  if (endedAt === undefined) return undefined;
  const status =
    typeof result === "object" && result !== null && "statusCode" in result ? result.statusCode : 500;
  return typeof status === "number" ? status : 500;
}
