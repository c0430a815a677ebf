import * as z from "zod/mini";
import { httpUrl, numeric, text } from "../configuration/fields.ts";
import { DEFAULT_AGENT_PREFIX } from "./routes.ts";

/** The environment's part that is about calls to CartaAI, for the schema of a Lambda that makes them. */
export const cartaaiFields = {
  CARTAAI_API_BASE_URL: httpUrl,
  /** For one machine. In AWS the key comes from the secret. */
  CARTAAI_API_KEY: z.optional(text),
  /** Secrets Manager's id of `{ "apiKey": … }`. */
  CARTAAI_SECRET_ID: z.optional(text),
  CARTAAI_AGENT_PREFIX: z._default(
    z.string().check(z.regex(/^\/[a-z-]+$/, "expected a path such as /whatsapp")),
    DEFAULT_AGENT_PREFIX,
  ),
  /** Seconds for one call. */
  CONVERSATION_API_TIMEOUT: z._default(numeric(0.1, 60), 10),
};
