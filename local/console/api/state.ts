import * as z from "zod/mini";
import { businessSchema, customerSchema } from "./chats.ts";
import { text } from "./common.ts";
import { activeFaultSchema } from "./faults.ts";
import { queuesSchema } from "./queues.ts";
import { scenarioRunSchema, scenarioSchema } from "./scenarios.ts";

/** GET /console/state: what a page needs first. */
export const stateSchema = z.object({
  /** Where to go on: EventSource("/console/events?after=…") tells everything since. */
  lastEventId: text,
  businesses: z.array(businessSchema),
  customers: z.array(customerSchema),
  faults: z.array(activeFaultSchema),
  queues: queuesSchema,
  scenarios: z.array(scenarioSchema),
  scenarioRun: z.optional(scenarioRunSchema),
  /** What this system has. Where a real service replaces a stand-in, its side cannot be seen or broken. */
  has: z.object({
    /** The bot answers. "none": customers are only mirrored. */
    agent: z.string(),
    cartaai: z.boolean(),
    whatsapp: z.boolean(),
    models: z.boolean(),
    replay: z.boolean(),
  }),
});
export type State = z.infer<typeof stateSchema>;
