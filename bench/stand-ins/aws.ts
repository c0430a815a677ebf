import { setTimeout as pause } from "node:timers/promises";
import { toItem } from "../../functions/aws/items.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { readCall } from "../../local/http/call.ts";
import { listen } from "../../local/http/listen.ts";
import { json, type Reply, send } from "../../local/http/reply.ts";
import { createQueues } from "../../local/queues/create-queues.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { SqsEngine } from "../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../local/sqs/protocol/direct-client.ts";
import { createSqsService } from "../../local/sqs/protocol/sqs-service.ts";
import { offer } from "../harness/process.ts";
import { DynamoDBRefusal, Tables } from "./dynamodb/tables.ts";
import { QUEUES, TABLES } from "./resources.ts";

/** SQS, DynamoDB and Secrets Manager in a process of their own, each with a constant latency. */
export interface AwsSettings {
  /** Milliseconds before a request is answered. */
  readonly latency: number;
}

const BODY_LIMIT = 20 * 1024 * 1024;

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

async function start({ latency }: AwsSettings) {
  const engine = new SqsEngine();
  for (const queue of QUEUES) await createQueues(createDirectClient(engine), queue);
  const sqs = createSqsService(engine);
  const tables = new Tables(TABLES);
  for (const business of SAMPLE_BUSINESSES)
    tables.perform("PutItem", { TableName: BUSINESSES_TABLE.name, Item: toItem({ ...business }) });
  let requests: Record<string, number> = {};
  let requestsBy: Record<string, number> = {};
  const lastWritten: Record<string, number> = {};

  async function answer(target: string, body: string, host: string, signal: AbortSignal): Promise<Reply> {
    const [service = "", operation = ""] = target.split(".");
    requests[operation] = (requests[operation] ?? 0) + 1;
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

  const listener = await listen((request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const serve = async () => {
      const { headers, body } = await readCall(request, BODY_LIMIT);
      const text = Buffer.from(body ?? []).toString("utf8");
      const [, application = ""] = /\bapp\/(\w+)/.exec(String(headers["user-agent"])) ?? [];
      requestsBy[application] = (requestsBy[application] ?? 0) + 1;
      await pause(latency);
      send(response, await answer(String(headers["x-amz-target"]), text, String(headers.host), gone.signal));
    };
    serve().catch(() => response.destroy());
  }, 0);

  return {
    url: () => listener.url,
    /** Requests by operation since the last `forgetRequests`. */
    requests: () => requests,
    /** The same by who asked: the client's `AWS_SDK_UA_APP_ID`; "" for one that has none. */
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
export type Aws = Awaited<ReturnType<typeof start>>;

function secret(body: string): Reply {
  const { SecretId: id } = JSON.parse(body) as { readonly SecretId: string };
  return json(200, { Name: id, SecretString: JSON.stringify(SECRETS[id]) });
}

offer(start);
