import * as z from "zod/mini";
import { count, text } from "./common.ts";

const times = {
  /** How many calls (of Meta's: messages) it strikes, "next N"; left out: until it is switched off. */
  times: z.optional(z.int().check(z.gte(1), z.lte(1000))),
};
/** What any service over HTTP can do. */
const TRANSPORT = [
  "down",
  "slow",
  "hang",
  "refuse",
  "html",
  "truncate",
  "lateApply",
  "applyThenFail",
  "applyThenDrop",
  "applyThenHang",
] as const;

/** A service over HTTP: what any of them can do, and what is its own. */
function faultsOf<const Service extends string, const Own extends string, Settings extends z.core.$ZodShape>(
  service: Service,
  own: readonly Own[],
  settings: Settings,
) {
  return z.object({
    ...times,
    service: z.literal(service),
    fault: z.enum([...TRANSPORT, ...own]),
    /** An operation's name as in the timeline's calls; left out: all. */
    operation: z.optional(text),
    /** Milliseconds, for "slow" and "lateApply". */
    ms: z.optional(z.number().check(z.gte(0), z.lte(600_000))),
    /** For "refuse", "html" and "applyThenFail". */
    status: z.optional(z.int().check(z.gte(200), z.lte(599))),
    /** Seconds, for "refuse". */
    retryAfter: z.optional(z.int().check(z.gte(0))),
    ...settings,
  });
}

/** POST /console/faults: switches a fault on. → 201 ActiveFault */
export const newFaultSchema = z.discriminatedUnion("service", [
  faultsOf("cartaai", ["errorEnvelope", "forgetSessions", "wrongKey"], {}),
  /** `code`: Meta's, for "error". */
  faultsOf("whatsapp", ["error", "sendThenDrop"], { code: z.optional(z.int()) }),
  /** `code`: for "error": "insufficient_quota" … */
  faultsOf("models", ["error", "malformed"], { code: z.optional(z.string()) }),
  /** What Meta does with the webhooks of messages that are sent here. */
  z.object({
    service: z.literal("meta"),
    ...times,
    fault: z.enum([
      /** Delivered twice, one after the other. */
      "duplicate",
      /** Delivered twice at the same moment. */
      "simultaneousDuplicate",
      /** Two messages change places; one alone is delivered after `ms` (default 3000). */
      "reorder",
      /** Messages are kept for `ms` (default 1500) after the last and delivered in one webhook. */
      "batch",
    ]),
    ms: z.optional(z.number().check(z.gte(0), z.lte(60_000))),
  }),
]);
export type NewFault = z.infer<typeof newFaultSchema>;
export type FaultService = NewFault["service"];

export const activeFaultSchema = z.object({
  service: z.enum(["cartaai", "whatsapp", "models", "meta"]),
  /** DELETE /console/faults/{service}/{id} switches it off. */
  id: text,
  fault: text,
  operation: z.optional(z.string()),
  times: z.optional(z.int()),
  struck: count,
  /** Every setting. */
  settings: z.record(z.string(), z.unknown()),
});
export type ActiveFault = z.infer<typeof activeFaultSchema>;

/** GET /console/faults; also the answer to DELETE /console/faults (all off) and DELETE /console/faults/{service}/{id}. */
export const faultsSchema = z.object({ faults: z.array(activeFaultSchema) });
export type Faults = z.infer<typeof faultsSchema>;
