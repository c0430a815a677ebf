import * as z from "zod/mini";
import { count, text } from "./common.ts";

const times = {
  /** How many calls (of Meta's: messages) it strikes, "next N"; left out: until it is switched off. */
  times: z.optional(z.int().check(z.gte(1), z.lte(1000))),
};
const service = {
  ...times,
  /** An operation's name as in the timeline's calls; left out: all. */
  operation: z.optional(text),
  /** Milliseconds, for "slow" and "lateApply". */
  ms: z.optional(z.number().check(z.gte(0), z.lte(600_000))),
  /** For "refuse", "html" and "applyThenFail". */
  status: z.optional(z.int().check(z.gte(200), z.lte(599))),
  /** Seconds, for "refuse". */
  retryAfter: z.optional(z.int().check(z.gte(0))),
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

/** POST /console/faults: switches a fault on. → 201 ActiveFault */
export const newFaultSchema = z.discriminatedUnion("service", [
  z.object({
    service: z.literal("cartaai"),
    ...service,
    fault: z.enum([...TRANSPORT, "errorEnvelope", "forgetSessions", "wrongKey"]),
  }),
  z.object({
    service: z.literal("whatsapp"),
    ...service,
    fault: z.enum([...TRANSPORT, "error", "sendThenDrop"]),
    /** Meta's error code, for "error". */
    code: z.optional(z.int()),
  }),
  z.object({
    service: z.literal("models"),
    ...service,
    fault: z.enum([...TRANSPORT, "error", "malformed"]),
    /** For "error": "insufficient_quota" … */
    code: z.optional(z.string()),
  }),
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

export interface FaultChoice {
  readonly label: string;
  /** What happens, in a sentence. */
  readonly help: string;
  /** To be posted, with `times` if wanted. */
  readonly fault: NewFault;
}

/** The switches that the page offers. Anything else can be posted too. */
export const FAULT_CHOICES: readonly FaultChoice[] = [
  { label: "Down", help: "Closes every connection.", fault: { service: "cartaai", fault: "down" } },
  { label: "Slow", help: "Answers after 5 seconds.", fault: { service: "cartaai", fault: "slow", ms: 5000 } },
  {
    label: "Too many requests",
    help: "429, Retry-After 2.",
    fault: { service: "cartaai", fault: "refuse", status: 429, retryAfter: 2 },
  },
  {
    label: "Server error",
    help: "500; nothing is applied.",
    fault: { service: "cartaai", fault: "refuse", status: 500 },
  },
  {
    label: "Error envelope",
    help: "200 with an error inside; nothing is applied.",
    fault: { service: "cartaai", fault: "errorEnvelope" },
  },
  {
    label: "Applies and then fails",
    help: "Does it, then answers 500.",
    fault: { service: "cartaai", fault: "applyThenFail", status: 500 },
  },
  {
    label: "Forgets sessions",
    help: "Every conversation's record is gone.",
    fault: { service: "cartaai", fault: "forgetSessions" },
  },
  { label: "Wrong key", help: "401 to everything.", fault: { service: "cartaai", fault: "wrongKey" } },
  {
    label: "Refuses for good",
    help: "422 to messages: they become dead letters.",
    fault: { service: "cartaai", fault: "refuse", status: 422, operation: "addMessage" },
  },
  { label: "Down", help: "Closes every connection.", fault: { service: "whatsapp", fault: "down" } },
  {
    label: "Rate limit",
    help: "Error 130429.",
    fault: { service: "whatsapp", fault: "error", code: 130429 },
  },
  {
    label: "Outside of the 24 hours",
    help: "Error 131047.",
    fault: { service: "whatsapp", fault: "error", code: 131047 },
  },
  {
    label: "Sends, then breaks off",
    help: "The customer gets it, the bot does not hear so.",
    fault: { service: "whatsapp", fault: "sendThenDrop" },
  },
  { label: "Down", help: "Closes every connection.", fault: { service: "models", fault: "down" } },
  {
    label: "Slow",
    help: "Answers after 20 seconds.",
    fault: { service: "models", fault: "slow", ms: 20_000 },
  },
  {
    label: "Out of quota",
    help: "429, insufficient_quota.",
    fault: { service: "models", fault: "error", status: 429, code: "insufficient_quota" },
  },
  {
    label: "Nonsense",
    help: "200 with JSON that means nothing.",
    fault: { service: "models", fault: "malformed" },
  },
  { label: "Twice", help: "Each webhook comes again.", fault: { service: "meta", fault: "duplicate" } },
  {
    label: "Twice at once",
    help: "Each webhook comes twice at the same moment.",
    fault: { service: "meta", fault: "simultaneousDuplicate" },
  },
  {
    label: "Out of order",
    help: "Two messages change places.",
    fault: { service: "meta", fault: "reorder" },
  },
  { label: "In one webhook", help: "Messages are collected.", fault: { service: "meta", fault: "batch" } },
];
