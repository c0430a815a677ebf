import * as z from "zod/mini";
import { httpUrl } from "../../functions/configuration/fields.ts";

/** The environment's part that says where the Graph API is. */
export const graphFields = {
  WHATSAPP_GRAPH_BASE_URL: z._default(httpUrl, "https://graph.facebook.com"),
  WHATSAPP_GRAPH_VERSION: z._default(
    z.string().check(z.regex(/^v\d{1,3}\.\d{1,2}$/, "expected a version such as v25.0")),
    "v25.0",
  ),
};
