import {
  BUSINESSES_TABLE,
  CHECKPOINTS_TABLE,
  IDENTITIES_TABLE,
  SESSIONS_TABLE,
  TURNS_TABLE,
} from "../../lib/resources.ts";
import { LOCAL_ACCOUNT } from "./aws-account.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the parts of the system are, once they run. */
export interface Addresses {
  readonly sqs: string;
  readonly dynamodb: string;
  readonly secretsManager?: string;
  readonly syncQueue: string;
  readonly syncDeadLetters: string;
  /** Left out, nobody answers. */
  readonly turnsQueue?: string;
  readonly turnsDeadLetters?: string;
  readonly cartaai: string;
  readonly whatsapp: string;
}

/** Good on this machine alone, and looking like it. */
export const LOCAL_SECRETS = {
  WHATSAPP_APP_SECRET: "local-app-secret",
  WHATSAPP_VERIFY_TOKEN: "local-verify-token",
  WHATSAPP_TOKEN: "local-whatsapp-token",
  CARTAAI_API_KEY: "carta_srv_local",
} as const;

/**
 * The environment of the Lambdas: what was given, local secrets where nothing was, and the addresses. What names a
 * resource of this machine cannot be overridden, so that nothing here ever works on a real queue or table.
 */
export function lambdaEnvironment(given: Environment, addresses: Addresses) {
  return {
    ...LOCAL_SECRETS,
    ...settingsIn(given),
    // Secrets are in this environment; an empty id counts as not set, so that Secrets Manager is not asked.
    WHATSAPP_SECRET_ID: "",
    CARTAAI_SECRET_ID: "",
    AI_SECRET_ID: "",
    AGENT_SECRET_ID: "",
    AWS_REGION: LOCAL_ACCOUNT.region,
    AWS_ACCESS_KEY_ID: LOCAL_ACCOUNT.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_ACCOUNT.secretAccessKey,
    AWS_ENDPOINT_URL_SQS: addresses.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: addresses.secretsManager ?? "",
    SYNC_QUEUE_URL: addresses.syncQueue,
    SYNC_DLQ_URL: addresses.syncDeadLetters,
    TURNS_QUEUE_URL: addresses.turnsQueue,
    TURNS_DLQ_URL: addresses.turnsDeadLetters,
    SESSIONS_TABLE: SESSIONS_TABLE.name,
    TURNS_TABLE: TURNS_TABLE.name,
    CHECKPOINTS_TABLE: CHECKPOINTS_TABLE.name,
    IDENTITIES_TABLE: IDENTITIES_TABLE.name,
    BUSINESSES_TABLE: BUSINESSES_TABLE.name,
    CARTAAI_API_BASE_URL: addresses.cartaai,
    WHATSAPP_GRAPH_BASE_URL: addresses.whatsapp,
  };
}

/** What somebody really set: shells and `.env` files leave empty strings where nobody set anything. */
export function settingsIn(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== "",
    ),
  );
}
