import { describeError } from "../observability/describe-error.ts";
import { UNKNOWN_TIME } from "../sync-events/contract.ts";
import { eventIds } from "../sync-events/ids.ts";
import { buildMessages } from "../whatsapp-client/build-messages.ts";
import { recipientOf } from "../whatsapp-client/recipient.ts";
import { apologyFor } from "./apology.ts";
import { businessOf } from "./business-of.ts";
import { commonFields } from "./publish-outcome.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { isSilent } from "./silence.ts";
import { type ConversationContext, fieldsOfTurn } from "./turn-context.ts";

/**
 * Asks the customer for patience, once until something has been answered again. Written down before it is sent: no
 * apology is better than one with every attempt. That it fails changes nothing for the turn.
 */
export async function apologise(waiting: readonly QueuedTurn[], context: ConversationContext): Promise<void> {
  const { record, deadline, dependencies } = context;
  const { turn } = record;
  if (turn === undefined || turn.outcome !== undefined || record.apologised || isSilent(context)) return;
  const { store, whatsapp, events, telemetry } = dependencies;
  try {
    const business = await businessOf(turn, context);
    record.apologised = true;
    await store.save(record);
    const texts = waiting.map(({ turn: { content } }) => content);
    const text = apologyFor({ known: record.language, texts, phone: turn.conversation.phone });
    for (const message of buildMessages({ kind: "text", text })) {
      await whatsapp.send(business, recipientOf(turn.conversation), message, { deadline });
    }
    telemetry.count("Apologies");
    const said = { type: "message", role: "bot", id: eventIds.apology(turn.id), content: text } as const;
    // A turn that comes back may be apologised for again, with the same id.
    const cause = waiting.find(({ turn: { id } }) => id === turn.id);
    await events.publish([{ ...commonFields(turn, cause?.turn.occurredAt ?? UNKNOWN_TIME), ...said }]);
  } catch (error) {
    telemetry.warn("An apology failed", { ...fieldsOfTurn(turn), ...describeError(error) });
  }
}
