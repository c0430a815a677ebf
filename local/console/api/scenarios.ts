import * as z from "zod/mini";
import { customerSchema } from "./chats.ts";
import { count, isoTime, text } from "./common.ts";

export const scenarioSchema = z.object({
  name: text,
  title: text,
  /** What it shows, and what in it is simulated. */
  description: text,
  steps: count,
});
export type Scenario = z.infer<typeof scenarioSchema>;

/**
 * POST /console/scenarios/{name}/play → 202 ScenarioRun; 409 while one is playing. POST /console/scenarios/stop ends it.
 * Its progress is told as `scenario` events.
 */
export const scenarioRunSchema = z.object({
  id: text,
  name: text,
  state: z.enum(["playing", "done", "failed", "stopped"]),
  startedAt: isoTime,
  endedAt: z.optional(isoTime),
  /** Steps that are done, of `steps`. */
  done: count,
  steps: count,
  /** What is happening, in words. */
  now: z.string(),
  /** Whom to look at. */
  customerIds: z.array(z.string()),
  /** Why it failed. */
  error: z.optional(z.string()),
});
export type ScenarioRun = z.infer<typeof scenarioRunSchema>;

/** GET /console/scenarios. `run` is the one that is playing, or the last one. */
export const scenariosSchema = z.object({
  scenarios: z.array(scenarioSchema),
  run: z.optional(scenarioRunSchema),
});
export type Scenarios = z.infer<typeof scenariosSchema>;

/**
 * GET /console/customers/{id}/export: a conversation with its timelines. `?pseudonymise=true` replaces names, numbers
 * and ids, each always by the same. POST /console/import takes it → 201 Imported.
 */
export const importedSchema = z.object({
  customer: customerSchema,
  /** Messages that can now be looked at; nothing is sent. */
  messages: count,
});
export type Imported = z.infer<typeof importedSchema>;

/*
 * GET /console/customers/{id}/scenario: the conversation as a file for test/scenarios, pseudonymised. Its schema:
 * local/console/take-away/scenario-file.ts. 409 while something of the conversation is still in a queue.
 */
