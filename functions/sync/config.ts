import * as z from "zod/mini";
import { cartaaiFields } from "../cartaai/settings.ts";
import { alsoAfterOtherProblems, httpUrl, numeric, text } from "../configuration/fields.ts";
import { parseEnvironment } from "../configuration/parse-environment.ts";

const environmentSchema = z
  .object({
    SYNC_QUEUE_URL: httpUrl,
    SYNC_DLQ_URL: httpUrl,
    SESSIONS_TABLE: text,
    ...cartaaiFields,
    /** Hours that an event is tried for before it becomes a dead letter. */
    SYNC_PATIENCE_HOURS: z._default(numeric(0, 240), 6),
    /** Seconds before the first repetition; doubles from there. */
    SYNC_RETRY_BASE_SECONDS: z._default(numeric(0, 300), 2),
    /** Seconds after which a call that was never answered cannot be under way at CartaAI any more. */
    SYNC_SETTLE_SECONDS: z._default(numeric(0, 600), 30),
  })
  .check(
    z.refine(
      (environment) =>
        environment.CARTAAI_API_KEY !== undefined || environment.CARTAAI_SECRET_ID !== undefined,
      {
        error: "expected CARTAAI_API_KEY or CARTAAI_SECRET_ID",
        path: ["CARTAAI_API_KEY"],
        when: alsoAfterOtherProblems,
      },
    ),
  );

export type SyncConfig = z.infer<typeof environmentSchema>;

/** @throws {InvalidEnvironmentError} naming every problem at once */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): SyncConfig {
  return parseEnvironment(environmentSchema, environment);
}
