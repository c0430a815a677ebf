import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { LOCAL_ACCOUNT } from "../runtime/aws-account.ts";

/** What Secrets Manager turns down, with the exception's name there. */
export class SecretError extends Error {
  override readonly name = "SecretError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const text = z.string().check(z.minLength(1));
const byIdSchema = z.object({ SecretId: text });
const createSchema = z.object({ Name: text, SecretString: z.optional(text) });
const putSchema = z.object({ SecretId: text, SecretString: text });

interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  value: string | undefined;
  /** Marked for deletion: nothing but a restoration is possible. */
  deleted: boolean;
}

/** Secrets in memory. Rules: https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
export class SecretStore {
  readonly #secrets = new Map<string, StoredSecret>();

  /** @throws {SecretError} */
  carryOut(operation: string, input: unknown): Record<string, unknown> {
    switch (operation) {
      case "CreateSecret":
        return this.#create(createSchema.parse(input));
      case "PutSecretValue": {
        const { SecretId, SecretString } = putSchema.parse(input);
        const secret = this.#usable(SecretId);
        secret.value = SecretString;
        return described(secret);
      }
      case "GetSecretValue": {
        const secret = this.#usable(byIdSchema.parse(input).SecretId);
        if (secret.value === undefined)
          throw notFound("Secrets Manager can't find the specified secret value");
        return { ...described(secret), SecretString: secret.value };
      }
      case "DeleteSecret": {
        const secret = this.#usable(byIdSchema.parse(input).SecretId);
        secret.deleted = true;
        return described(secret);
      }
      case "RestoreSecret": {
        const secret = this.#find(byIdSchema.parse(input).SecretId);
        secret.deleted = false;
        return described(secret);
      }
      default:
        throw new SecretError("UnknownOperationException", `There is no ${operation} here`);
    }
  }

  #create({ Name: name, SecretString: value }: z.infer<typeof createSchema>): Record<string, unknown> {
    if (this.#secrets.has(name)) {
      throw new SecretError("ResourceExistsException", `The secret ${name} exists already`);
    }
    const { region, id } = LOCAL_ACCOUNT;
    const arn = `arn:aws:secretsmanager:${region}:${id}:secret:${name}-${randomUUID().slice(0, 6)}`;
    const secret = { name, arn, value, deleted: false };
    this.#secrets.set(name, secret);
    return described(secret);
  }

  #usable(id: string): StoredSecret {
    const secret = this.#find(id);
    if (secret.deleted) throw new SecretError("InvalidRequestException", "The secret is marked for deletion");
    return secret;
  }

  #find(id: string): StoredSecret {
    const secret = [...this.#secrets.values()].find(({ name, arn }) => id === name || id === arn);
    if (secret === undefined) throw notFound("Secrets Manager can't find the specified secret.");
    return secret;
  }
}

function notFound(message: string): SecretError {
  return new SecretError("ResourceNotFoundException", message);
}

function described({ name, arn }: StoredSecret): Record<string, unknown> {
  return { Name: name, ARN: arn };
}
