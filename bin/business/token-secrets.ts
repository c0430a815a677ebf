import {
  CreateSecretCommand,
  DeleteSecretCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  RestoreSecretCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";

/** The businesses' WhatsApp tokens in Secrets Manager, each in a secret of its own: `{ "token": … }`. */
export interface TokenSecrets {
  /** The secret's name, which is what the businesses table holds. */
  nameOf(phoneNumberId: string): string;
  /** Writes a token, whether or not there was one. @returns the secret's name */
  put(phoneNumberId: string, token: string): Promise<string>;
  /** Marks the secret for deletion; AWS keeps it for {@link RECOVERY} days. @returns whether there was one */
  remove(phoneNumberId: string): Promise<boolean>;
}

/** What is in a business's secret. */
export const tokenSecretSchema = z.object({ token: z.string().check(z.minLength(1)) });

/** Days: the shortest that AWS allows. */
export const RECOVERY = 7;

/** @param prefix what the names start with; the Lambda that sends may read these and no others */
export function createTokenSecrets(client: SecretsManagerClient, prefix: string): TokenSecrets {
  const nameOf = (phoneNumberId: string) => `${prefix}${phoneNumberId}`;

  return {
    nameOf,
    async put(phoneNumberId, token) {
      const name = nameOf(phoneNumberId);
      const value = { SecretId: name, SecretString: JSON.stringify({ token }) };
      try {
        await client.send(new PutSecretValueCommand(value));
      } catch (error) {
        if (error instanceof ResourceNotFoundException) {
          const Description = `WhatsApp token of the business with phone number id ${phoneNumberId}`;
          await client.send(
            new CreateSecretCommand({ Name: name, SecretString: value.SecretString, Description }),
          );
          return name;
        }
        // Marked for deletion, because the business was removed a few days ago.
        if (!(error instanceof InvalidRequestException)) throw error;
        await client.send(new RestoreSecretCommand({ SecretId: name }));
        await client.send(new PutSecretValueCommand(value));
      }
      return name;
    },

    async remove(phoneNumberId) {
      try {
        await client.send(
          new DeleteSecretCommand({ SecretId: nameOf(phoneNumberId), RecoveryWindowInDays: RECOVERY }),
        );
        return true;
      } catch (error) {
        const gone = error instanceof ResourceNotFoundException || error instanceof InvalidRequestException;
        if (!gone) throw error;
        return false;
      }
    },
  };
}
