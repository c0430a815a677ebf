import * as z from "zod/mini";
import { cartaaiSecretSchema } from "../../../functions/secrets/cartaai-key.ts";
import { SecretUnusableError, secretReader } from "../../../functions/secrets/secret-reader.ts";
import { whatsappSecretSchema } from "../../../functions/secrets/whatsapp-secrets.ts";
import { type Finding, failed, ok, warning } from "../finding.ts";
import type { Examined, Patient } from "../patient.ts";

export type WhatsAppSecret = z.infer<typeof whatsappSecretSchema>;

/** The app secrets and the verify token that the webhook works with. */
export async function examineWhatsAppSecret(patient: Patient): Promise<Examined<WhatsAppSecret>> {
  const name = "The app secret and the verify token are there";
  const { settings } = patient;
  if (settings.WHATSAPP_SECRET_ID === undefined) {
    const appSecret = settings.WHATSAPP_APP_SECRET ?? "";
    const verifyToken = settings.WHATSAPP_VERIFY_TOKEN ?? "";
    return { findings: [ok(name, "from the environment")], result: { appSecret, verifyToken } };
  }
  const value = '{"appSecret":"…","verifyToken":"…"}';
  const read = await readSecret(name, settings.WHATSAPP_SECRET_ID, whatsappSecretSchema, value, patient);
  if (!read.result?.previousAppSecret) return read;
  const rotating = warning(
    "Only one app secret is in use",
    "webhooks signed with the previous one are accepted too",
    "Once Meta has been told the new one, take previousAppSecret out of the secret.",
  );
  return { ...read, findings: [...read.findings, rotating] };
}

/** The key that CartaAI is called with. */
export async function examineCartaAIKey(patient: Patient): Promise<Examined<string>> {
  const name = "CartaAI's key is there";
  const { CARTAAI_SECRET_ID: id, CARTAAI_API_KEY: key } = patient.settings;
  if (id === undefined) return { findings: [ok(name, "from the environment")], result: key };
  const { findings, result } = await readSecret(name, id, cartaaiSecretSchema, '{"apiKey":"…"}', patient);
  return { findings, result: result?.apiKey };
}

/** Those that only some stages have. */
export async function examineOtherSecrets(patient: Patient): Promise<readonly Finding[]> {
  const { AI_SECRET_ID: models, AGENT_SECRET_ID: bot } = patient.settings;
  const text = z.string().check(z.minLength(1));
  const read = [
    models &&
      readSecret("The models' key is there", models, z.object({ apiKey: text }), '{"apiKey":"…"}', patient),
    bot &&
      readSecret("The bot's secret is there", bot, z.object({ secret: text }), '{"secret":"…"}', patient),
  ];
  return (await Promise.all(read)).flatMap((each) => (each ? each.findings : []));
}

/** @param value what has to be put into the secret, for the fix */
export async function readSecret<Schema extends z.ZodMiniType>(
  name: string,
  id: string,
  schema: Schema,
  value: string,
  { secretsManager }: Patient,
): Promise<Examined<z.output<Schema>>> {
  try {
    const result = await secretReader(id, schema, { client: secretsManager })();
    return { findings: [ok(name)], result };
  } catch (error) {
    if (!(error instanceof SecretUnusableError)) throw error;
    const { cause } = error;
    const because = cause instanceof Error ? `: ${cause.name}` : "";
    const fix = `aws secretsmanager put-secret-value --secret-id '${id}' --secret-string '${value}'`;
    return { findings: [failed(name, `${error.message}${because}`, fix)], result: undefined };
  }
}
