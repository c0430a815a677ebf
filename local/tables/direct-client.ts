import * as Sdk from "@aws-sdk/client-dynamodb";
import { clientSettings } from "../runtime/aws-account.ts";
import type { DynaliteEngine, Operation } from "./dynalite-engine.ts";
import { fromWire, toWire } from "./wire-values.ts";

const OPERATIONS: ReadonlyMap<unknown, Operation> = new Map<unknown, Operation>([
  [Sdk.BatchGetItemCommand, "BatchGetItem"],
  [Sdk.BatchWriteItemCommand, "BatchWriteItem"],
  [Sdk.CreateTableCommand, "CreateTable"],
  [Sdk.DeleteItemCommand, "DeleteItem"],
  [Sdk.DescribeTableCommand, "DescribeTable"],
  [Sdk.GetItemCommand, "GetItem"],
  [Sdk.PutItemCommand, "PutItem"],
  [Sdk.QueryCommand, "Query"],
  [Sdk.ScanCommand, "Scan"],
  [Sdk.UpdateItemCommand, "UpdateItem"],
]);

interface Command {
  readonly input: object;
}

/**
 * A `DynamoDBClient` whose commands go straight to dynalite: nothing is signed, serialised or put on a socket, which is most
 * of what a request costs in process. Errors have the names and classes of the SDK's; nothing is tried again.
 */
export function createDirectClient(engine: DynaliteEngine): Sdk.DynamoDBClient {
  const client = new Sdk.DynamoDBClient(clientSettings("http://dynamodb.invalid"));
  async function send(command: Command): Promise<object> {
    const operation = OPERATIONS.get(command.constructor);
    if (operation === undefined) throw new TypeError(`${command.constructor.name} is not supported`);
    try {
      const answer = fromWire(await engine(operation, toWire(command.input)));
      return Object.assign(answer as object, { $metadata: { httpStatusCode: 200 } });
    } catch (error) {
      throw isRefusal(error) ? toSdkError(error) : error;
    }
  }
  // The SDK's own has a signature for each command; all of them come here.
  client.send = send as Sdk.DynamoDBClient["send"];
  return client;
}

/** What dynalite answers with a status other than 200. */
interface Refusal {
  readonly statusCode: number;
  readonly body: Readonly<Record<string, unknown>>;
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "statusCode" in error && "body" in error;
}

function toSdkError({ statusCode, body }: Refusal): Error {
  const name = String(body["__type"]).split("#").at(-1) ?? "";
  const message = String(body["message"] ?? body["Message"] ?? name);
  const $metadata = { httpStatusCode: statusCode };
  if (name === "ConditionalCheckFailedException") {
    return new Sdk.ConditionalCheckFailedException({ message, $metadata });
  }
  return new Sdk.DynamoDBServiceException({
    name,
    message,
    $metadata,
    $fault: statusCode < 500 ? "client" : "server",
  });
}
