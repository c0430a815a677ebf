import * as z from "zod/mini";
import { text } from "../configuration/fields.ts";
import { type Business, businessSchema } from "./business.ts";

/** The environment's part that describes a single business without the table. */
export const businessFields = {
  WHATSAPP_PHONE_NUMBER_ID: z.optional(text),
  BUSINESS_NAME: z.optional(text),
  CARTAAI_SUBDOMAIN: z.optional(text),
  CARTAAI_LOCAL_ID: z.optional(text),
  CARTAAI_BOT_ID: z.optional(text),
  BUSINESS_CURRENCY: businessSchema.shape.currency,
  BUSINESS_LANGUAGE: businessSchema.shape.language,
  BUSINESS_CALLING_CODE: businessSchema.shape.callingCode,
};

type BusinessSettings = { readonly [Name in keyof typeof businessFields]?: string | undefined };

/** The business that the environment alone describes, if it describes one. */
export function businessOf(config: BusinessSettings): Business | undefined {
  if (config.WHATSAPP_PHONE_NUMBER_ID === undefined) return undefined;
  return businessSchema.parse({
    phoneNumberId: config.WHATSAPP_PHONE_NUMBER_ID,
    name: config.BUSINESS_NAME ?? config.CARTAAI_SUBDOMAIN,
    subDomain: config.CARTAAI_SUBDOMAIN,
    localId: config.CARTAAI_LOCAL_ID,
    botId: config.CARTAAI_BOT_ID,
    currency: config.BUSINESS_CURRENCY,
    language: config.BUSINESS_LANGUAGE,
    callingCode: config.BUSINESS_CALLING_CODE,
  });
}
