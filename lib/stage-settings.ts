import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod/mini";
import { AGENTS } from "../functions/agents/setting.ts";
import { type QueueSettings, SYNC_QUEUE, TURNS_QUEUE } from "./resources.ts";

const positive = z.int().check(z.gte(1));
const filled = z.string().check(z.minLength(1));

/** Megabytes; Lambda's processor grows with them. So does the price. */
const memory = z.int().check(z.gte(128), z.lte(10_240));

/**
 * Hours. Backing off, an event is received every 15 minutes at the latest, and up to twice as often when its
 * conversation's head changes; beyond this, SQS would count it out before our own patience ends.
 */
const LONGEST_PATIENCE = SYNC_QUEUE.maxReceiveCount / 8;

const retentionDays = z
  .int()
  .check(
    z.refine(
      (days) => days in RetentionDays && days !== RetentionDays.INFINITE,
      "expected a number of days that CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, 180, 365, …",
    ),
  );

const functionSchema = z.strictObject({
  memory: z._default(memory, 512),
  /** Invocations at once, taken out of the account's share and kept for this one. Not set: the account's share. */
  reservedConcurrency: z.optional(positive),
});

/** What consumes a queue may need as many invocations at once as its event source is allowed to make. */
function consumerOf({ consumer: { maxConcurrency } }: QueueSettings) {
  return functionSchema.check(
    z.refine(
      ({ reservedConcurrency }) => reservedConcurrency === undefined || reservedConcurrency >= maxConcurrency,
      {
        path: ["reservedConcurrency"],
        error: `expected at least ${maxConcurrency}, what the event source may use at once`,
      },
    ),
  );
}

const httpsUrl = z.url({ protocol: /^https$/, error: "expected an https:// address" });

const botSchema = z.strictObject({
  /** Who answers customers: the bot of this project, one of yours that is reached over HTTP, or nobody. */
  kind: z._default(z.enum(AGENTS), "builtin"),
  /** Where turns are POSTed to; with `http` only. */
  url: z.optional(httpsUrl),
  /** Seconds for one call of it. */
  timeout: z._default(positive.check(z.lte(45)), 20),
  /** Seconds that typed text waits for more of it. */
  pause: z._default(z.int().check(z.gte(0), z.lte(60)), 1),
  /** Minutes that a turn is tried for before it becomes a dead letter. */
  patience: z._default(positive.check(z.lte(1440)), 15),
  /** Minutes that the bot keeps out of a conversation after staff have written. */
  staffSilence: z._default(z.int().check(z.gte(0), z.lte(1440)), 30),
  /** false: menu and orders of the sample restaurant instead of CartaAI's. */
  useCartaAI: z._default(z.boolean(), true),
  /** Any OpenAI-compatible service. Not set: nothing is transcribed, described or understood by a model. */
  models: z.optional(
    z.strictObject({
      baseUrl: z.optional(httpsUrl),
      transcription: z.optional(filled),
      vision: z.optional(filled),
      chat: z.optional(filled),
    }),
  ),
});

const customDomainSchema = z.strictObject({
  name: filled,
  /** In the stack's region, and issued. */
  certificateArn: filled,
  /** Authorities whose client certificates are accepted; Meta presents one. Not set: no client certificate asked for. */
  trustStore: z.optional(z.strictObject({ bucket: filled, key: filled, version: filled })),
});

const alarmsSchema = z.strictObject({
  /** Where alarms are sent. Not set: they are only shown. The address has to confirm the subscription once. */
  email: z.optional(z.email()),
  /** What stands before `#section` in an alarm's text; the address of the runbook where your team reads it. */
  runbook: z._default(filled, "docs/runbook.md"),
  /** Seconds that the oldest event may wait for CartaAI before somebody should know. */
  oldestEventAge: z._default(positive, 900),
  /** Seconds that the oldest customer's message may wait for its answer before somebody should know. */
  oldestTurnAge: z._default(positive, 180),
  /** Messages in five minutes, three times in a row, whose turn has to be tried again. */
  retriedTurns: z._default(positive, 10),
  /** Milliseconds within which 99 of 100 webhooks are to be acknowledged. */
  webhookP99: z._default(positive, 2_000),
  /** Events in five minutes, three times in a row, that have to be tried again: an outage of CartaAI. */
  retriedEvents: z._default(positive, 10),
  /** Wrong signatures in five minutes. Anyone can post to a public address, so one is no news. */
  signatureFailures: z._default(positive, 10),
});

export const stageSchema = z.strictObject({
  /** Not set: whatever account and region the command line is signed in to. */
  account: z.optional(z.string().check(z.regex(/^\d{12}$/, "expected an account number of 12 digits"))),
  region: z.optional(filled),
  /** Whether stores and the stack itself are protected from deletion and outlive the stack. */
  retainData: z.boolean(),
  /** `ENABLE_CONVERSATION_SYNC`: without it nothing is mirrored into CartaAI. */
  conversationSync: z._default(z.boolean(), true),
  cartaai: z.strictObject({
    baseUrl: httpsUrl,
    /** Seconds for one call. Below the consumer's timeout, or no failed call would ever be recorded. */
    timeout: z._default(positive.check(z.lt(SYNC_QUEUE.consumer.timeout)), 10),
    /** Hours that an event is tried for before it becomes a dead letter. */
    patience: z._default(positive.check(z.lte(LONGEST_PATIENCE)), 6),
  }),
  logs: z.prefault(
    z.strictObject({
      retentionDays: z._default(retentionDays, 30),
      level: z._default(z.enum(["DEBUG", "INFO", "WARN", "ERROR"]), "INFO"),
    }),
    {},
  ),
  /** Requests beyond it are answered 429, and Meta delivers again. */
  throttle: z.prefault(
    z.strictObject({ ratePerSecond: z._default(positive, 200), burst: z._default(positive, 400) }),
    {},
  ),
  /** Twice the others' memory: Meta waits for it. docs/decisions/0015. */
  webhook: z.prefault(functionSchema, { memory: 1024 }),
  sync: z.prefault(consumerOf(SYNC_QUEUE), {}),
  /** Of the agent's Lambda; what it does is in `bot`. */
  agent: z.prefault(consumerOf(TURNS_QUEUE), { memory: 1024 }),
  bot: z.prefault(
    botSchema.check(
      z.refine(({ kind, url }) => kind !== "http" || url !== undefined, {
        path: ["url"],
        error: "expected with the kind http",
      }),
    ),
    {},
  ),
  replay: z.prefault(functionSchema, {}),
  customDomain: z.optional(customDomainSchema),
  alarms: z.prefault(alarmsSchema, {}),
});

/**
 * Seconds after which a call to CartaAI that was never answered cannot be under way any more: our own timeout three times,
 * because CartaAI may be at it for longer than we wait.
 */
export function settleSeconds({ timeout }: { readonly timeout: number }): number {
  return 3 * timeout;
}

/** Everything that may differ between two deployments. What must not differ is in `./resources.ts`. */
export type StageSettings = z.infer<typeof stageSchema> & { readonly name: string };
export type CustomDomainSettings = z.infer<typeof customDomainSchema>;
export type FunctionSettings = z.infer<typeof functionSchema>;
export type BotSettings = z.infer<typeof botSchema>;
export type AlarmSettings = z.infer<typeof alarmsSchema>;
