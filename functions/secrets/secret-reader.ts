import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { awsClientConfig } from "../aws/client-config.ts";

/** A secret is missing, or is not the JSON that it has to be. Names the secret, never its value. */
export class SecretUnusableError extends Error {
  override readonly name = "SecretUnusableError";
}

export interface SecretReaderOptions {
  readonly client?: Pick<SecretsManagerClient, "send">;
  /** Milliseconds that a value is kept: a rotated secret is in use after that, without a deployment. */
  readonly maxAge?: number;
  readonly clock?: () => number;
}

const FIVE_MINUTES = 5 * 60 * 1000;

/**
 * Reads a JSON secret from Secrets Manager and keeps it for a while. Callers at the same time share one request. When a
 * refresh fails the known value goes on being used: an outage of Secrets Manager must not become ours.
 *
 * @returns a function that throws {SecretUnusableError} as long as there has never been a usable value
 */
export function secretReader<Schema extends z.ZodMiniType>(
  secretId: string,
  schema: Schema,
  options: SecretReaderOptions = {},
): () => Promise<z.output<Schema>> {
  const { maxAge = FIVE_MINUTES, clock = Date.now } = options;
  let client = options.client;
  let known: { readonly value: z.output<Schema>; readonly at: number } | undefined;
  let underWay: Promise<z.output<Schema>> | undefined;

  const refresh = async () => {
    client ??= new SecretsManagerClient(awsClientConfig({}, "SECRETS_MANAGER"));
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      known = { value: parse(secretId, schema, SecretString), at: clock() };
    } catch (error) {
      if (known === undefined) throw asUnusable(secretId, error);
      known = { ...known, at: clock() };
    }
    return known.value;
  };

  return async () => {
    if (known !== undefined && clock() - known.at < maxAge) return known.value;
    underWay ??= refresh().finally(() => {
      underWay = undefined;
    });
    return await underWay;
  };
}

function parse<Schema extends z.ZodMiniType>(secretId: string, schema: Schema, value: string | undefined) {
  let json: unknown;
  try {
    json = JSON.parse(value ?? "");
  } catch {
    throw new SecretUnusableError(`secret ${secretId} is not JSON`);
  }
  const parsed = z.safeParse(schema, json);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole");
  throw new SecretUnusableError(`secret ${secretId} lacks: ${fields.join(", ")}`);
}

function asUnusable(secretId: string, error: unknown): SecretUnusableError {
  if (error instanceof SecretUnusableError) return error;
  return new SecretUnusableError(`secret ${secretId} could not be read`, { cause: error });
}
