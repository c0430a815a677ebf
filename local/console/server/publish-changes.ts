import type { Queues } from "../api.ts";
import type { Watch } from "../watch/watch.ts";
import type { EventLog } from "./event-log.ts";
import type { FaultDesk } from "./fault-desk.ts";

/** Milliseconds between two looks at queues and faults. */
const INTERVAL = 250;

/**
 * Turns what is seen into events for the pages.
 *
 * @param viewQueues looked at in intervals, as the faults are, since a stand-in's own address can change them too
 * @returns what ends it
 */
export function publishChanges(
  watch: Watch,
  log: EventLog,
  faults: FaultDesk,
  viewQueues: () => Queues,
): () => void {
  const unsubscribe = watch.subscribe((change) => {
    switch (change.kind) {
      case "customer":
        return log.publish("customer", change.customer);
      case "message":
        return log.publish("message", change.message);
      case "mirror":
        return log.publish("mirror", { customerId: change.customerId });
      case "step": {
        const { timeline, step } = change;
        return log.publish("step", { messageId: timeline.messageId, timeline, step });
      }
    }
  });
  let queuesBefore = "";
  let faultsBefore = "";
  const timer = setInterval(() => {
    const queues = viewQueues();
    // Ages grow by themselves: a page can count on from the last event.
    const shown = JSON.stringify(queues.queues.map(({ oldestAgeMs: _age, ...queue }) => queue));
    if (shown !== queuesBefore) log.publish("queues", queues);
    queuesBefore = shown;
    const active = { faults: faults.list() };
    const switched = JSON.stringify(active);
    if (switched !== faultsBefore) log.publish("faults", active);
    faultsBefore = switched;
  }, INTERVAL);
  timer.unref();
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
