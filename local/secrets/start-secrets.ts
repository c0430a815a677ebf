import type { IncomingMessage, ServerResponse } from "node:http";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readCall } from "../http/call.ts";
import { listen } from "../http/listen.ts";
import { json, send } from "../http/reply.ts";
import { clientSettings } from "../runtime/aws-account.ts";
import { SecretError, SecretStore } from "./secret-store.ts";

export interface Secrets {
  /** What `AWS_ENDPOINT_URL_SECRETS_MANAGER` has to be. */
  readonly endpoint: string;
  readonly client: SecretsManagerClient;
  stop(): Promise<void>;
}

/** Bytes: a secret value is at most 65 536. */
const BODY_LIMIT = 128 * 1024;

/** The part of Secrets Manager that the product and its commands use, in this process, in memory, on a free port. */
export async function startSecrets(): Promise<Secrets> {
  const store = new SecretStore();
  const { url, stop } = await listen(
    (request, response) => void serve(store, request, response).catch(() => response.destroy()),
    0,
  );
  const client = new SecretsManagerClient(clientSettings(url));
  return {
    endpoint: url,
    client,
    async stop() {
      client.destroy();
      await stop();
    },
  };
}

async function serve(store: SecretStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(request, BODY_LIMIT);
  // "secretsmanager.GetSecretValue"
  const operation = String(call.headers["x-amz-target"]).split(".").at(-1) ?? "";
  send(response, answer(store, operation, call.body ?? new Uint8Array()));
}

function answer(store: SecretStore, operation: string, body: Uint8Array) {
  try {
    return json(200, store.carryOut(operation, JSON.parse(Buffer.from(body).toString("utf8"))));
  } catch (error) {
    if (error instanceof SecretError) return json(400, { __type: error.code, message: error.message });
    return json(400, { __type: "InvalidParameterException", message: "The request is not understood" });
  }
}
