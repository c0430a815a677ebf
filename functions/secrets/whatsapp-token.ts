import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { WhatsAppRetryableError, WhatsAppTokenError } from "../whatsapp-client/errors.ts";
import type { Sender } from "../whatsapp-client/graph.ts";
import { type SecretReaderOptions, secretReader } from "./secret-reader.ts";

const secretSchema = z.object({ token: z.string().check(z.minLength(1)) });

interface WhatsAppTokenSettings {
  readonly WHATSAPP_TOKEN?: string | undefined;
}

const OPERATION = "token";

/**
 * The access token of a business: from its own secret `{ "token": … }` if it has one, else `WHATSAPP_TOKEN`. Asked for
 * at each call; cached for each secret.
 *
 * @returns a function that throws {WhatsAppTokenError} where no token is configured, and {WhatsAppRetryableError} while
 *   its secret cannot be read
 */
export function whatsappToken(
  settings: WhatsAppTokenSettings,
  options: SecretReaderOptions = {},
): (sender: Pick<Sender, "tokenSecretId">) => Promise<string> {
  const readers = new Map<string, () => Promise<{ token: string }>>();
  let client = options.client;

  function readerOf(secretId: string) {
    const known = readers.get(secretId);
    if (known !== undefined) return known;
    client ??= new SecretsManagerClient({});
    const made = secretReader(secretId, secretSchema, { ...options, client });
    readers.set(secretId, made);
    return made;
  }

  return async ({ tokenSecretId }) => {
    if (tokenSecretId === undefined) return demanded(settings.WHATSAPP_TOKEN);
    try {
      return (await readerOf(tokenSecretId)()).token;
    } catch (cause) {
      // The next try may find Secrets Manager back, or the secret mended by a person.
      throw new WhatsAppRetryableError("the business's secret is not usable", {
        operation: OPERATION,
        outcome: "refused",
        cause,
      });
    }
  };
}

function demanded(token: string | undefined): string {
  if (token) return token;
  throw new WhatsAppTokenError("no access token is configured", { operation: OPERATION, outcome: "refused" });
}
