import * as z from "zod/mini";
import { agentSetting } from "../agents/setting.ts";
import { businessFields } from "../businesses/environment.ts";
import { cartaaiFields } from "../cartaai/settings.ts";
import { alsoAfterOtherProblems, flag, httpUrl, numeric, text } from "../configuration/fields.ts";
import { parseEnvironment } from "../configuration/parse-environment.ts";
import { modelFields } from "../models/settings.ts";
import { whatsappClientFields } from "../whatsapp-client/settings.ts";

const fields = {
  TURNS_QUEUE_URL: httpUrl,
  TURNS_DLQ_URL: httpUrl,
  SYNC_QUEUE_URL: httpUrl,
  TURNS_TABLE: text,
  /** What the bot of this project remembers of conversations. */
  CHECKPOINTS_TABLE: text,
  BUSINESSES_TABLE: text,
  ENABLE_CONVERSATION_SYNC: z._default(flag, true),
  AGENT: agentSetting,
  /** With AGENT=http: where turns are POSTed to, and what they are signed with. */
  AGENT_URL: z.optional(httpUrl),
  /** For one machine. In AWS it comes from the secret. */
  AGENT_SECRET: z.optional(text),
  /** Secrets Manager's id of `{ "secret": … }`. */
  AGENT_SECRET_ID: z.optional(text),
  /** Seconds for one call of the bot. */
  AGENT_TIMEOUT: z._default(numeric(0.1, 45), 20),
  /** Seconds that typed text waits for more of it. */
  TURN_PAUSE_SECONDS: z._default(numeric(0, 60), 1),
  /** Minutes that a turn is tried for before it becomes a dead letter. */
  TURN_PATIENCE_MINUTES: z._default(numeric(0, 1440), 15),
  /** Seconds before the first repetition; doubles from there, up to a minute. */
  TURN_RETRY_BASE_SECONDS: z._default(numeric(0, 60), 2),
  /** Minutes that the bot keeps out of a conversation after staff have written, or a person was asked for. */
  STAFF_SILENCE_MINUTES: z._default(numeric(0, 1440), 30),
  /** false: menu and orders of the sample restaurant instead of CartaAI's. */
  USE_CARTAAI_API: z._default(flag, true),
  /** Seconds after which a call that was never answered cannot be under way at CartaAI any more. */
  SYNC_SETTLE_SECONDS: z._default(numeric(0, 600), 30),
  ...businessFields,
  ...cartaaiFields,
  ...whatsappClientFields,
  ...modelFields,
};

const environmentSchema = z.object(fields).check(
  z.refine((set) => set.CARTAAI_API_KEY !== undefined || set.CARTAAI_SECRET_ID !== undefined, {
    error: "expected CARTAAI_API_KEY or CARTAAI_SECRET_ID",
    path: ["CARTAAI_API_KEY"],
    when: alsoAfterOtherProblems,
  }),
  z.refine((set) => set.AGENT !== "http" || set.AGENT_URL !== undefined, {
    error: "expected with AGENT=http",
    path: ["AGENT_URL"],
    when: alsoAfterOtherProblems,
  }),
  z.refine((set) => set.AGENT !== "http" || (set.AGENT_SECRET ?? set.AGENT_SECRET_ID) !== undefined, {
    error: "expected AGENT_SECRET or AGENT_SECRET_ID with AGENT=http",
    path: ["AGENT_SECRET"],
    when: alsoAfterOtherProblems,
  }),
);

export type AgentConfig = z.infer<typeof environmentSchema>;

/** @throws {InvalidEnvironmentError} naming every problem at once */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): AgentConfig {
  return parseEnvironment(environmentSchema, environment);
}
