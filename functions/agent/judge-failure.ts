import { AgentFailedError, AgentUnavailableError, AnswerTooLargeError } from "../agents/errors.ts";
import { ItemTakenOverError } from "../aws/fenced-put.ts";
import { MediaNotReadNowError } from "../models/reading-errors.ts";
import { QueueUnavailableError } from "../queues/send-in-order.ts";
import { RestaurantUnavailableError } from "../restaurant/errors.ts";
import { WhatsAppError, WhatsAppRetryableError } from "../whatsapp-client/errors.ts";
import { BusinessChangedError, UnknownBusinessError } from "./business-of.ts";
import { DeadLetterNotQueuedError } from "./put-aside.ts";

/** What a failure means for the turn. */
export interface Failure {
  /**
   * "final": would fail the same way again. "patient": tried again for as long as an answer helps. "endless": not about
   * this turn and nothing that may be given up, so it is tried until it works; the queue's redrive policy is the bound.
   */
  readonly kind: "final" | "patient" | "endless";
  /** Short and stable, for the dead letter and the log. */
  readonly reason: string;
  readonly httpStatus?: number | undefined;
  /** Seconds that the other side asked to be left alone for. */
  readonly retryAfter?: number | undefined;
  /** Whether an apology can reach the customer, and is true. */
  readonly isApologisedFor: boolean;
}

export function judgeFailure(error: unknown): Failure {
  if (error instanceof AnswerTooLargeError) return apologised("final", "answer-too-large");
  if (error instanceof AgentFailedError) return apologised("final", "agent-failed");
  if (error instanceof AgentUnavailableError) return apologised("patient", "agent-unavailable");
  if (error instanceof MediaNotReadNowError) return apologised("patient", "media-unavailable");
  if (error instanceof RestaurantUnavailableError) {
    const reason = error.outcome === "unknown" ? "order-unsettled" : "orders-unavailable";
    return { ...apologised("patient", reason), retryAfter: error.retryAfter };
  }
  if (error instanceof WhatsAppError) return ofWhatsApp(error);
  if (error instanceof UnknownBusinessError) return silent("final", "unknown-business");
  // The number is another restaurant's now: an apology would come from the wrong one.
  if (error instanceof BusinessChangedError) return silent("patient", "business-changed");
  if (error instanceof QueueUnavailableError) return silent("endless", "sync-queue-unavailable");
  if (error instanceof DeadLetterNotQueuedError) return silent("endless", "dead-letters-unavailable");
  if (error instanceof ItemTakenOverError) return silent("endless", "taken-over");
  return apologised("patient", "unexpected");
}

function ofWhatsApp(error: WhatsAppError): Failure {
  const { graphCode, status } = error;
  return {
    ...silent("patient", `whatsapp-${graphCode ?? status ?? "unreachable"}`),
    httpStatus: status,
    retryAfter: error instanceof WhatsAppRetryableError ? error.retryAfter : undefined,
  };
}

function apologised(kind: Failure["kind"], reason: string): Failure {
  return { kind, reason, isApologisedFor: true };
}

function silent(kind: Failure["kind"], reason: string): Failure {
  return { kind, reason, isApologisedFor: false };
}
