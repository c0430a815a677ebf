import * as z from "zod/mini";
import { LANGUAGES } from "../ordering/texts/languages.ts";
import { identifier } from "../sync-events/contract.ts";

/** A restaurant branch that customers write to: found by Meta's id of its phone number. */
export const businessSchema = z.object({
  phoneNumberId: z.string().check(z.regex(/^[0-9]{1,32}$/, "expected Meta's phone number id: digits")),
  name: z.string().check(z.minLength(1)),
  /** The tenant, as CartaAI names it. */
  subDomain: identifier.check(z.regex(/^[a-z0-9][a-z0-9-]*$/i, "expected letters, digits and hyphens")),
  localId: z.optional(identifier),
  botId: z.optional(identifier),
  /** Secrets Manager's id of the WhatsApp token. */
  tokenSecretId: z.optional(z.string().check(z.minLength(1))),
  /** What its prices are in: an ISO 4217 code. `DEFAULT_CURRENCY` when missing. */
  currency: z.optional(
    z.string().check(z.regex(/^[A-Z]{3}$/, "expected a currency's code of three capitals, such as PEN")),
  ),
  /** What its customers are spoken to in where neither their words nor their country tell. Spanish when missing. */
  language: z.optional(z.enum(LANGUAGES, `expected one of ${LANGUAGES.join(", ")}`)),
  /** What a phone number that a customer types without country code begins with. Peru's when missing. */
  callingCode: z.optional(
    z.string().check(z.regex(/^\+[1-9][0-9]{0,3}$/, "expected a country's calling code, such as +51")),
  ),
});
export type Business = z.infer<typeof businessSchema>;
