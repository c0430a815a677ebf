import * as z from "zod/mini";
import { secretReader } from "./secret-reader.ts";

export const cartaaiSecretSchema = z.object({ apiKey: z.string().check(z.minLength(1)) });

interface CartaAIKeySettings {
  readonly CARTAAI_API_KEY?: string | undefined;
  readonly CARTAAI_SECRET_ID?: string | undefined;
}

/** CartaAI's key: from its secret in AWS, from the environment on one machine. Asked for at each call. */
export function cartaaiKey(settings: CartaAIKeySettings): () => Promise<string> {
  const { CARTAAI_API_KEY: key, CARTAAI_SECRET_ID: secretId } = settings;
  if (secretId === undefined) return async () => key ?? "";
  const read = secretReader(secretId, cartaaiSecretSchema);
  return async () => (await read()).apiKey;
}
