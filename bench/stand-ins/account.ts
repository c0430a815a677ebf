import { toItem } from "../../functions/aws/items.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { json, type Reply } from "../../local/http/reply.ts";
import { createQueues } from "../../local/queues/create-queues.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { SqsEngine } from "../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../local/sqs/protocol/direct-client.ts";
import { createSqsService } from "../../local/sqs/protocol/sqs-service.ts";
import { DynamoDBRefusal, Tables } from "./dynamodb/tables.ts";
import { QUEUES, TABLES } from "./resources.ts";

/** A request as it came: what is asked for, by whom. */
export interface AwsRequest {
  /** "AmazonSQS.SendMessageBatch". */
  readonly target: string;
  readonly body: string;
  /** The asking client's `AWS_SDK_UA_APP_ID`; "" for one that has none. */
  readonly application: string;
  readonly host: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** What the Lambdas' secrets hold, by id. */
const SECRETS: Readonly<Record<string, object>> = {
  whatsapp: {
    appSecret: LOCAL_SECRETS.WHATSAPP_APP_SECRET,
    verifyToken: LOCAL_SECRETS.WHATSAPP_VERIFY_TOKEN,
    token: LOCAL_SECRETS.WHATSAPP_TOKEN,
  },
  cartaai: { apiKey: LOCAL_SECRETS.CARTAAI_API_KEY },
  ai: { apiKey: "local-ai-key" },
};

/** One system's queues, tables and secrets, and what was asked of them. */
export async function createAccount() {
  const engine = new SqsEngine();
  for (const queue of QUEUES) await createQueues(createDirectClient(engine), queue);
  const sqs = createSqsService(engine);
  const tables = new Tables(TABLES);
  for (const business of SAMPLE_BUSINESSES)
    tables.perform("PutItem", { TableName: BUSINESSES_TABLE.name, Item: toItem({ ...business }) });
  let requests: Record<string, number> = {};
  let requestsBy: Record<string, number> = {};
  const lastWritten: Record<string, number> = {};

  async function answer({ target, body, application, host, signal }: AwsRequest): Promise<Reply> {
    const [service = "", operation = ""] = target.split(".");
    requests[operation] = (requests[operation] ?? 0) + 1;
    requestsBy[application] = (requestsBy[application] ?? 0) + 1;
    if (service === "AmazonSQS") return await sqs({ target, body, endpoint: `http://${host}`, signal });
    if (service === "secretsmanager") return secret(body);
    return perform(operation, body);
  }

  function perform(operation: string, body: string): Reply {
    try {
      const request: { readonly TableName?: string; readonly Item?: object } = JSON.parse(body);
      if (request.Item !== undefined)
        lastWritten[request.TableName ?? ""] = JSON.stringify(request.Item).length;
      return json(200, tables.perform(operation, request));
    } catch (error) {
      if (!(error instanceof DynamoDBRefusal)) throw error;
      return json(400, { __type: `com.amazonaws.dynamodb.v20120810#${error.type}`, Item: error.item });
    }
  }

  return {
    answer,
    /** Requests by operation since the last `forgetRequests`. */
    requests: () => requests,
    /** The same by who asked. */
    requestsBy: () => requestsBy,
    /** Units that DynamoDB would have charged since the last `forgetRequests`. */
    units: () => tables.units,
    forgetRequests: () => {
      requests = {};
      requestsBy = {};
      tables.units = { read: 0, write: 0 };
    },
    /** Bytes of the item that was put last into a table, as JSON. */
    lastWritten: (table: string) => lastWritten[table],
    /** Messages of a queue, waiting or in flight. */
    backlog: (queue: string) => {
      const { available, inFlight, delayed } = engine.inspect(engine.queueUrl(queue));
      return available + inFlight + delayed;
    },
  };
}

function secret(body: string): Reply {
  const { SecretId: id } = JSON.parse(body) as { readonly SecretId: string };
  return json(200, { Name: id, SecretString: JSON.stringify(SECRETS[id]) });
}
