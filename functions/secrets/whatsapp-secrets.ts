import * as z from "zod/mini";
import { secretReader } from "./secret-reader.ts";

/** What Meta and we share. Two app secrets at once, so that one can be rotated without refusing a webhook. */
export interface WhatsAppSecrets {
  readonly appSecrets: readonly string[];
  readonly verifyToken: string;
}

const text = z.string().check(z.minLength(1));
export const whatsappSecretSchema = z.object({
  appSecret: text,
  previousAppSecret: z.optional(z.string()),
  verifyToken: text,
});

interface WhatsAppSecretSettings {
  readonly WHATSAPP_SECRET_ID?: string | undefined;
  readonly WHATSAPP_APP_SECRET?: string | undefined;
  readonly WHATSAPP_APP_SECRET_PREVIOUS?: string | undefined;
  readonly WHATSAPP_VERIFY_TOKEN?: string | undefined;
}

/** From their secret in AWS, from the environment on one machine. Asked for at each request; cached. */
export function whatsappSecrets(settings: WhatsAppSecretSettings): () => Promise<WhatsAppSecrets> {
  const { WHATSAPP_SECRET_ID: secretId } = settings;
  if (secretId === undefined) {
    const fixed = {
      appSecrets: present(settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_APP_SECRET_PREVIOUS),
      verifyToken: settings.WHATSAPP_VERIFY_TOKEN ?? "",
    };
    return async () => fixed;
  }
  const read = secretReader(secretId, whatsappSecretSchema);
  return async () => {
    const { appSecret, previousAppSecret, verifyToken } = await read();
    return { appSecrets: present(appSecret, previousAppSecret), verifyToken };
  };
}

/** An empty secret would be one that anybody can sign with. */
function present(...secrets: readonly (string | undefined)[]): string[] {
  return secrets.filter((secret): secret is string => secret !== undefined && secret !== "");
}
