import * as z from "zod/mini";
import { httpUrl, numeric, text } from "../configuration/fields.ts";

/** The environment's part that is about calls to WhatsApp, for the schema of a Lambda that makes them. */
export const whatsappClientFields = {
  WHATSAPP_GRAPH_BASE_URL: z._default(httpUrl, "https://graph.facebook.com"),
  WHATSAPP_GRAPH_VERSION: z._default(
    z.string().check(z.regex(/^v\d{1,3}\.\d{1,2}$/, "expected a version such as v25.0")),
    "v25.0",
  ),
  /** For businesses that have no secret of their own. */
  WHATSAPP_TOKEN: z.optional(text),
  /** Seconds for one call. */
  WHATSAPP_TIMEOUT: z._default(numeric(0.1, 60), 10),
};
