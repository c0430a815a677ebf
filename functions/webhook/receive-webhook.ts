import type { InboundItem } from "../whatsapp/inbound.ts";
import { readWebhook } from "../whatsapp/read-webhook.ts";
import { isSigned } from "../whatsapp/signature.ts";
import type { WebhookDependencies } from "./dependencies.ts";
import { findBusinesses } from "./find-businesses.ts";
import { type AddressedMessage, findConversations } from "./find-conversations.ts";
import { WebhookRefusedError } from "./refusal.ts";
import { reportItems } from "./report-items.ts";
import { toSyncEvents } from "./to-sync-events.ts";
import { isMirroredByAgent, toTurns } from "./to-turns.ts";

export interface WebhookRequest {
  /** The bytes as they arrived: Meta signs these, and escapes differently than we would. */
  readonly body: Uint8Array;
  /** `X-Hub-Signature-256` */
  readonly signature: string | undefined;
  readonly correlationId: string;
}

/** Bytes. Meta sends up to 3 MB; Lambda takes up to 6 MB with everything around it. */
const MAX_BODY = 4 * 1024 * 1024;

/**
 * Receives a webhook: once this returns, everything in it that was said is durably queued.
 *
 * @throws {WebhookRefusedError} when it is not a webhook of Meta's
 * @throws when something could not be queued; Meta delivers again, and the ids make the repetition harmless
 */
export async function receiveWebhook(
  request: WebhookRequest,
  dependencies: WebhookDependencies,
): Promise<void> {
  const { correlationId } = request;
  await assertSigned(request, dependencies);
  const items = understand(request.body);
  reportItems(items, correlationId, dependencies.telemetry);
  const { addressed, failures } = await findBusinesses(items, correlationId, dependencies);
  const messages = await findConversations(addressed, dependencies);
  // First what was said, and then the turns: the answer must not stand before the question.
  await publishEvents(messages, correlationId, dependencies);
  await publishTurns(messages, correlationId, dependencies);
  // Only now: a business that cannot be looked up holds back nobody but its own customers.
  if (failures.length > 0) throw failures[0];
}

async function publishEvents(
  messages: readonly AddressedMessage[],
  correlationId: string,
  { publisher, turns, syncEnabled, telemetry }: WebhookDependencies,
): Promise<void> {
  if (!syncEnabled) {
    telemetry.info("Conversation sync is disabled or unavailable", { correlationId });
    return;
  }
  const own = turns === undefined ? messages : messages.filter((message) => !isMirroredByAgent(message));
  const events = toSyncEvents(own, correlationId);
  await publisher.publish(events);
  telemetry.count("EventsPublished", events.length);
}

async function publishTurns(
  messages: readonly AddressedMessage[],
  correlationId: string,
  { turns: publisher, telemetry }: WebhookDependencies,
): Promise<void> {
  if (publisher === undefined) return;
  const turns = toTurns(messages, correlationId);
  await publisher.publish(turns);
  telemetry.count("TurnsPublished", turns.length);
}

async function assertSigned({ body, signature }: WebhookRequest, { secrets }: WebhookDependencies) {
  if (body.byteLength > MAX_BODY) throw new WebhookRefusedError(413, "too-large");
  const { appSecrets } = await secrets();
  if (!isSigned(body, signature, appSecrets)) throw new WebhookRefusedError(401, "wrong-signature");
}

function understand(body: Uint8Array): InboundItem[] {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    // No cause: V8 quotes the text it could not parse, and the text is a customer's.
    throw new WebhookRefusedError(400, "not-json");
  }
  try {
    return readWebhook(json);
  } catch (error) {
    throw new WebhookRefusedError(400, "not-a-webhook", { cause: error });
  }
}
