import type { Reply } from "../replies/reply.ts";
import { buildMessages } from "../whatsapp-client/build-messages.ts";
import {
  WhatsAppPermanentError,
  WhatsAppTokenError,
  WhatsAppWindowClosedError,
} from "../whatsapp-client/errors.ts";
import type { WhatsAppMessage } from "../whatsapp-client/message.ts";
import { recipientOf } from "../whatsapp-client/recipient.ts";
import type { TurnUnderWay } from "./conversation-record.ts";
import { type BegunTurn, fieldsOfTurn, type TurnContext } from "./turn-context.ts";

/**
 * Sends the replies one message at a time, and writes down after each that it was sent. WhatsApp can neither be asked
 * what it has sent nor told that a message is a repetition; so the one message whose sending was interrupted is sent
 * again: twice is a nuisance, never would leave the customer without the answer (docs/decisions/0011).
 *
 * @throws {WhatsAppError} when trying again later may help
 */
export async function deliverReplies(context: TurnContext): Promise<void> {
  const { turn, record, dependencies } = context;
  const messages = messagesOf(turn);
  while (turn.delivery.settled < messages.length) {
    const position = turn.delivery.settled;
    const message = messages[position]?.message;
    const verdict = message === undefined ? "sent" : await sendOne(message, context);
    const settled = verdict === "window-closed" ? messages.length : position + 1;
    const refused = range(position, settled).filter(() => verdict !== "sent");
    turn.delivery = { ...turn.delivery, settled, refused: [...turn.delivery.refused, ...refused] };
    await dependencies.store.save(record);
  }
}

/**
 * Settles as unsent what was not said yet, and will not be. Written down with the end of the turn.
 *
 * @param reason for the metric and the log
 */
export function leaveUnsent({ turn, dependencies }: BegunTurn, reason: "not-waited-for" | "silent"): void {
  const { telemetry } = dependencies;
  const { settled, refused } = turn.delivery;
  const unsent = range(settled, messagesOf(turn).length);
  if (turn.outcome !== undefined && unsent.length === 0) return;
  turn.delivery = { ...turn.delivery, settled: settled + unsent.length, refused: [...refused, ...unsent] };
  telemetry.count("TurnsSkipped", turn.messages.length, { reason });
  if (unsent.length > 0) telemetry.count("RepliesNotSent", unsent.length, { reason });
  telemetry.warn("A turn ends without its answer", {
    ...fieldsOfTurn(turn),
    ...{ reason, unsent: unsent.length, orderWanted: turn.wanted !== undefined },
  });
}

/** The replies that the customer has got, at least in part. What was not said is not mirrored. */
export function saidReplies(turn: TurnUnderWay): { readonly reply: Reply; readonly index: number }[] {
  const { settled, refused } = turn.delivery;
  const sent = messagesOf(turn).filter((_, position) => position < settled && !refused.includes(position));
  const said = new Set(sent.map(({ index }) => index));
  return (turn.outcome?.replies ?? []).flatMap((reply, index) => (said.has(index) ? [{ reply, index }] : []));
}

/** The same messages each time, so that a position means the same after a crash. */
function messagesOf({ outcome }: TurnUnderWay) {
  return (outcome?.replies ?? []).flatMap((reply, index) =>
    buildMessages(reply).map((message) => ({ message, index })),
  );
}

type Verdict = "sent" | "refused" | "window-closed";

async function sendOne(message: WhatsAppMessage, context: TurnContext): Promise<Verdict> {
  const { turn, business, deadline, dependencies } = context;
  const { whatsapp, telemetry } = dependencies;
  try {
    await whatsapp.send(business, recipientOf(turn.conversation), message, { deadline });
    telemetry.count("RepliesSent");
    return "sent";
  } catch (error) {
    // A token is replaced by a person, perhaps in time.
    if (!(error instanceof WhatsAppPermanentError) || error instanceof WhatsAppTokenError) throw error;
    const verdict = error instanceof WhatsAppWindowClosedError ? "window-closed" : "refused";
    telemetry.count("RepliesNotSent", 1, { reason: verdict });
    telemetry.error("A reply cannot be sent", {
      ...fieldsOfTurn(turn),
      code: error.graphCode,
      reason: verdict,
    });
    if (verdict === "refused") turn.delivery.refusal = `whatsapp-${error.graphCode ?? error.status}`;
    return verdict;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
