import * as z from "zod/mini";
import { agentSetting } from "../agents/setting.ts";
import { businessFields } from "../businesses/environment.ts";
import { alsoAfterOtherProblems, flag, httpUrl, text } from "../configuration/fields.ts";
import { parseEnvironment } from "../configuration/parse-environment.ts";

const environmentSchema = z
  .object({
    SYNC_QUEUE_URL: httpUrl,
    /** Where turns are published. Not set: nobody answers. */
    TURNS_QUEUE_URL: z.optional(httpUrl),
    AGENT: agentSetting,
    IDENTITIES_TABLE: text,
    BUSINESSES_TABLE: text,
    ENABLE_CONVERSATION_SYNC: z._default(flag, true),
    /** Secrets Manager's id of `{ appSecret, previousAppSecret?, verifyToken }`. */
    WHATSAPP_SECRET_ID: z.optional(text),
    /** The three for one machine. In AWS they come from the secret. */
    WHATSAPP_APP_SECRET: z.optional(text),
    WHATSAPP_APP_SECRET_PREVIOUS: z.optional(text),
    WHATSAPP_VERIFY_TOKEN: z.optional(text),
    ...businessFields,
  })
  .check(
    z.refine(
      (set) =>
        set.WHATSAPP_SECRET_ID !== undefined ||
        (set.WHATSAPP_APP_SECRET !== undefined && set.WHATSAPP_VERIFY_TOKEN !== undefined),
      {
        error: "expected WHATSAPP_SECRET_ID, or WHATSAPP_APP_SECRET and WHATSAPP_VERIFY_TOKEN",
        path: ["WHATSAPP_APP_SECRET"],
        when: alsoAfterOtherProblems,
      },
    ),
    z.refine((set) => set.WHATSAPP_PHONE_NUMBER_ID === undefined || set.CARTAAI_SUBDOMAIN !== undefined, {
      error: "expected with WHATSAPP_PHONE_NUMBER_ID",
      path: ["CARTAAI_SUBDOMAIN"],
      when: alsoAfterOtherProblems,
    }),
  );

export type WebhookConfig = z.infer<typeof environmentSchema>;

/** @throws {InvalidEnvironmentError} naming every problem at once */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): WebhookConfig {
  return parseEnvironment(environmentSchema, environment);
}
