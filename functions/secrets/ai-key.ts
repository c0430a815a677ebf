import * as z from "zod/mini";
import { type SecretReaderOptions, secretReader } from "./secret-reader.ts";

const secretSchema = z.object({ apiKey: z.string().check(z.minLength(1)) });

interface AIKeySettings {
  readonly AI_API_KEY?: string | undefined;
  readonly AI_SECRET_ID?: string | undefined;
}

/**
 * The key for the models: from its secret in AWS, from the environment on one machine. Asked for at each call.
 *
 * @returns undefined when there is none, so that no model can be asked
 */
export function aiKey(
  { AI_API_KEY: key, AI_SECRET_ID: secretId }: AIKeySettings,
  options: SecretReaderOptions = {},
): (() => Promise<string>) | undefined {
  if (secretId !== undefined) {
    const read = secretReader(secretId, secretSchema, options);
    return async () => (await read()).apiKey;
  }
  return key === undefined ? undefined : async () => key;
}
