import * as z from "zod/mini";
import { chatMessageSchema, customerSchema } from "./chats.ts";
import { text } from "./common.ts";
import { faultsSchema } from "./faults.ts";
import { queuesSchema } from "./queues.ts";
import { scenarioRunSchema } from "./scenarios.ts";
import { stepSchema, timelineSchema } from "./timeline.ts";

/**
 * GET /console/events (text/event-stream). Each event has an id, the name below, and JSON. An event tells the whole of
 * one thing as it is now, so that it can be applied again without harm. Reconnecting with Last-Event-ID gives what was
 * missed, or `reset` first if that is not known any more (also: the server was started anew): load /console/state again.
 * A comment every 15 seconds keeps the connection open.
 */
export const EVENT_SCHEMAS = {
  customer: customerSchema,
  message: chatMessageSchema,
  /** One step is new or has changed. */
  step: z.object({ messageId: text, timeline: z.omit(timelineSchema, { steps: true }), step: stepSchema }),
  /** CartaAI's side of this customer has changed: ask for it if it is shown. */
  mirror: z.object({ customerId: text }),
  /** At most four times a second, while something changes. */
  queues: queuesSchema,
  faults: faultsSchema,
  scenario: scenarioRunSchema,
  reset: z.object({ reason: z.string() }),
} as const;
export type EventName = keyof typeof EVENT_SCHEMAS;
export type EventData<Name extends EventName> = z.infer<(typeof EVENT_SCHEMAS)[Name]>;
