import { describeError } from "../observability/describe-error.ts";
import { type MessageEvent, UNKNOWN_TIME } from "../sync-events/contract.ts";
import { eventIds } from "../sync-events/ids.ts";
import { buildMessages } from "../whatsapp-client/build-messages.ts";
import { WhatsAppError } from "../whatsapp-client/errors.ts";
import { recipientOf } from "../whatsapp-client/recipient.ts";
import { apologyFor } from "./apology.ts";
import { businessOf } from "./business-of.ts";
import { commonFields } from "./publish-outcome.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { isSilent } from "./silence.ts";
import { type ConversationContext, fieldsOfTurn, type TurnContext } from "./turn-context.ts";

/**
 * Asks the customer for patience, once until something has been answered again. Written down before it is sent: no
 * apology is better than one with every attempt. That it fails changes nothing for the turn.
 */
export async function apologise(waiting: readonly QueuedTurn[], context: ConversationContext): Promise<void> {
  const { record, dependencies } = context;
  const { turn } = record;
  if (turn === undefined || turn.outcome !== undefined || record.apologised || isSilent(context)) return;
  try {
    const business = await businessOf(turn, context);
    const apology = apologyOf(waiting, { ...context, turn, business });
    await writeDown(apology, context);
    await say(apology, { ...context, turn, business });
    await mirrorApology(context);
  } catch (error) {
    dependencies.telemetry.warn("An apology failed", { ...fieldsOfTurn(turn), ...describeError(error) });
  }
}

/**
 * Publishes the apology that was said, or perhaps said, and is not in the transcript yet. Its id and its time are those that
 * were written down, and make a repetition harmless.
 *
 * @throws {QueueUnavailableError}
 */
export async function mirrorApology({ record, dependencies }: ConversationContext): Promise<void> {
  if (record.apology === undefined) return;
  await dependencies.events.publish([record.apology]);
  delete record.apology;
}

function apologyOf(waiting: readonly QueuedTurn[], context: TurnContext): MessageEvent {
  const { turn, record, business } = context;
  const content = apologyFor({
    known: record.language,
    texts: waiting.map((queued) => queued.turn.content),
    phone: turn.conversation.phone,
    business: business.language,
  });
  // A turn that comes back may be apologised for again, with the same id.
  const cause = waiting.find((queued) => queued.turn.id === turn.id);
  const common = commonFields(turn, cause?.turn.occurredAt ?? UNKNOWN_TIME);
  return { ...common, type: "message", role: "bot", id: eventIds.apology(turn.id), content };
}

async function writeDown(
  apology: MessageEvent,
  { record, dependencies }: ConversationContext,
): Promise<void> {
  record.apologised = true;
  record.apology = apology;
  try {
    await dependencies.store.save(record);
  } catch (error) {
    // It will not be sent, so a later write must not say that it was.
    delete record.apologised;
    delete record.apology;
    throw error;
  }
}

/** @throws {WhatsAppError} */
async function say({ content }: MessageEvent, context: TurnContext): Promise<void> {
  const { record, turn, business, deadline, dependencies } = context;
  const { whatsapp, telemetry } = dependencies;
  try {
    for (const message of buildMessages({ kind: "text", text: content })) {
      await whatsapp.send(business, recipientOf(turn.conversation), message, { deadline });
    }
    telemetry.count("Apologies");
  } catch (error) {
    // What was certainly not said does not belong in the transcript; what may have been said does.
    if (error instanceof WhatsAppError && error.outcome === "refused") delete record.apology;
    throw error;
  }
}
