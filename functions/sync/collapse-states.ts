import type { StateEvent } from "../sync-events/contract.ts";
import type { QueuedEvent } from "./queued-event.ts";

/** What is applied at once, and the events as they came that it settles: one, or several states merged into one. */
export interface Step {
  readonly queued: QueuedEvent;
  readonly members: readonly QueuedEvent[];
}

type QueuedState = QueuedEvent & { readonly event: StateEvent };

/**
 * Plans one conversation's part of a batch. A state is a snapshot, so of several states only the last is sent; the older
 * ones' context and metadata are merged into it as CartaAI itself would have done (first level, newest wins). Two things
 * are not skipped over: a state that ends the conversation, since what follows belongs to another session, and an order,
 * since linking it changes the context too.
 */
export function collapseStates(conversation: readonly QueuedEvent[]): Step[] {
  const steps: Step[] = [];
  let pending: QueuedState[] = [];
  const flush = () => {
    if (pending.length > 0) steps.push({ queued: pending.reduce(merge), members: pending });
    pending = [];
  };
  conversation.forEach((queued, index) => {
    if (!isState(queued)) {
      if (queued.event.type === "order") flush();
      steps.push({ queued, members: [queued] });
      return;
    }
    pending.push(queued);
    const isLast = !conversation.slice(index + 1).some(isState);
    if (isLast || !queued.event.isActive) flush();
  });
  return steps;
}

function isState(queued: QueuedEvent): queued is QueuedState {
  return queued.event.type === "state";
}

function merge(older: QueuedState, newer: QueuedState): QueuedState {
  const context = { ...older.event.context, ...newer.event.context };
  const metadata = { ...older.event.metadata, ...newer.event.metadata };
  return { ...newer, event: { ...newer.event, context, metadata } };
}
