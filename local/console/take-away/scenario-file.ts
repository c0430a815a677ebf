import * as z from "zod/mini";

/** What CartaAI has to hold in the end, write by write, in order. */
export const expectedWriteSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("message"), role: z.enum(["user", "bot"]), content: z.string() }),
  z.strictObject({
    kind: z.literal("state"),
    intent: z.optional(z.string()),
    step: z.optional(z.string()),
    /** The cart, its total, the address, and whatever else the bot has CartaAI keep. */
    context: z.optional(z.record(z.string(), z.unknown())),
  }),
  z.strictObject({ kind: z.literal("order"), orderId: z.string() }),
]);
export type ExpectedWrite = z.infer<typeof expectedWriteSchema>;

/**
 * A conversation as a test: test/scenarios/*.json. Made by the console out of one that really took place; identifiers are
 * pseudonyms. Numbers of orders, their ids and times of day differ from run to run: they stand there in the normal form
 * of `normalise`.
 */
export const scenarioFileSchema = z.strictObject({
  kind: z.literal("scenario"),
  version: z.literal(1),
  name: z.string().check(z.regex(/^[a-z0-9-]+$/, "expected small letters, digits and dashes")),
  description: z.string(),
  /** What answered: the bot of this project, or nobody. */
  agent: z.enum(["builtin", "none"]),
  /** The subdomain of one of the sample businesses. */
  business: z.string(),
  /** Files that are sent, by their id in the webhooks. A voice note that was recorded is not taken along: only its words. */
  media: z.record(
    z.string(),
    z.strictObject({ kind: z.enum(["audio", "image"]), says: z.optional(z.string()) }),
  ),
  /** Bodies as Meta sends them, one after the other: the next once all of the one before has reached CartaAI. */
  webhooks: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1)),
  expected: z.strictObject({
    /** What the bot sends, in order, without its recipient. */
    replies: z.array(z.record(z.string(), z.unknown())),
    cartaai: z.array(expectedWriteSchema),
  }),
});
export type ScenarioFile = z.infer<typeof scenarioFileSchema>;
