import * as z from "zod/mini";
import { DEFAULT_AGENT_PREFIX } from "../../functions/cartaai/routes.ts";
import { alsoAfterOtherProblems, httpUrl, numeric, text } from "../../functions/configuration/fields.ts";
import { parseEnvironment } from "../../functions/configuration/parse-environment.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { isLoopback } from "../../local/http/loopback.ts";
import { LOCAL_SECRETS, settingsIn } from "../../local/runtime/lambda-environment.ts";
import type { Environment } from "../deployment/outputs.ts";
import { graphFields } from "../graph/settings.ts";

const schema = z
  .object({
    ...graphFields,
    WEBHOOK_URL: httpUrl,
    BUSINESSES_TABLE: text,
    CARTAAI_API_BASE_URL: httpUrl,
    CARTAAI_AGENT_PREFIX: z._default(text, DEFAULT_AGENT_PREFIX),
    CONVERSATION_API_TIMEOUT: z._default(numeric(0.1, 60), 10),
    CARTAAI_SECRET_ID: z.optional(text),
    CARTAAI_API_KEY: z.optional(text),
    WHATSAPP_SECRET_ID: z.optional(text),
    WHATSAPP_APP_SECRET: z.optional(text),
    WHATSAPP_VERIFY_TOKEN: z.optional(text),
    /** Where the stage has models, or a bot over HTTP. */
    AI_SECRET_ID: z.optional(text),
    AGENT_SECRET_ID: z.optional(text),
    /** For businesses that have no secret of their own. */
    WHATSAPP_TOKEN: z.optional(text),
  })
  .check(
    z.refine((set) => set.CARTAAI_SECRET_ID !== undefined || set.CARTAAI_API_KEY !== undefined, {
      error: "expected CARTAAI_SECRET_ID or CARTAAI_API_KEY",
      path: ["CARTAAI_SECRET_ID"],
      when: alsoAfterOtherProblems,
    }),
    z.refine(
      (set) =>
        set.WHATSAPP_SECRET_ID !== undefined ||
        (set.WHATSAPP_APP_SECRET !== undefined && set.WHATSAPP_VERIFY_TOKEN !== undefined),
      {
        error: "expected WHATSAPP_SECRET_ID, or WHATSAPP_APP_SECRET and WHATSAPP_VERIFY_TOKEN",
        path: ["WHATSAPP_SECRET_ID"],
        when: alsoAfterOtherProblems,
      },
    ),
  );

export type Settings = z.infer<typeof schema>;

/**
 * What is examined. With a DynamoDB on this machine, what `npm start` defaults to holds here too.
 *
 * @throws {InvalidEnvironmentError} naming every problem at once
 */
export function readSettings(environment: Environment): Settings {
  const set = settingsIn(environment);
  const local = isLoopback(set["AWS_ENDPOINT_URL_DYNAMODB"] ?? "");
  const defaults = local ? { ...LOCAL_SECRETS, BUSINESSES_TABLE: BUSINESSES_TABLE.name } : {};
  return parseEnvironment(schema, { ...defaults, ...set });
}
