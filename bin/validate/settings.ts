import * as z from "zod/mini";
import { DEFAULT_AGENT_PREFIX } from "../../functions/cartaai/routes.ts";
import { httpUrl, numeric, text } from "../../functions/configuration/fields.ts";
import { parseEnvironment } from "../../functions/configuration/parse-environment.ts";

const fields = z.object({
  CARTAAI_API_BASE_URL: z.optional(httpUrl),
  CARTAAI_API_KEY: z.optional(text),
  CARTAAI_SUBDOMAIN: z.optional(text),
  CARTAAI_LOCAL_ID: z.optional(text),
  CARTAAI_BOT_ID: z.optional(text),
  CARTAAI_AGENT_PREFIX: z._default(
    z.string().check(z.regex(/^\/[a-z-]+$/, "expected a path such as /whatsapp")),
    DEFAULT_AGENT_PREFIX,
  ),
  CONVERSATION_API_TIMEOUT: z._default(numeric(0.1, 60), 10),
});
export type Settings = z.infer<typeof fields>;

const environmentSchema = fields.check(
  neededWithBaseUrl("CARTAAI_API_KEY"),
  neededWithBaseUrl("CARTAAI_SUBDOMAIN"),
);

/** @throws {InvalidEnvironmentError} naming every problem at once */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return parseEnvironment(environmentSchema, environment);
}

function neededWithBaseUrl(name: "CARTAAI_API_KEY" | "CARTAAI_SUBDOMAIN") {
  return z.refine<Settings>((set) => set.CARTAAI_API_BASE_URL === undefined || set[name] !== undefined, {
    error: "expected with CARTAAI_API_BASE_URL",
    path: [name],
    // Checked beside other problems too, so that all of them are reported at once.
    when: ({ value }) => typeof value === "object" && value !== null,
  });
}
