import { EventEmitter } from "node:events";
import * as Sdk from "@aws-sdk/client-dynamodb";
import { clientSettings } from "../runtime/aws-account.ts";

const TARGETS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
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

/** dynalite wants to see a signature, and does not check it. */
const HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20260101T000000Z",
  authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none",
};

interface Command {
  readonly input: object;
}

/**
 * A `DynamoDBClient` whose commands go straight to dynalite: nothing is signed or put on a socket, which is most of what
 * a request costs in process. Errors have the names and classes of the SDK's; nothing is tried again.
 */
export function createDirectClient(dynalite: EventEmitter): Sdk.DynamoDBClient {
  const client = new Sdk.DynamoDBClient(clientSettings("http://dynamodb.invalid"));
  async function send(command: Command): Promise<object> {
    const target = TARGETS.get(command.constructor);
    if (target === undefined) throw new TypeError(`${command.constructor.name} is not supported`);
    const { status, body } = await exchange(dynalite, target, JSON.stringify(command.input, withBase64));
    const answer: Record<string, unknown> = JSON.parse(body, withBytes);
    if (status !== 200) throw toSdkError(status, answer);
    return { ...answer, $metadata: { httpStatusCode: status } };
  }
  // The SDK's own has a signature for each command; all of them come here.
  client.send = send as Sdk.DynamoDBClient["send"];
  return client;
}

/** Bytes go over the wire in base64. A `Buffer` is JSON of its own before this sees it, hence the look at what it was. */
function withBase64(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Uint8Array ? Buffer.from(original).toString("base64") : value;
}

/** Under "B" there is a text only where that is the type of a value; an attribute of that name has an object there. */
function withBytes(key: string, value: unknown): unknown {
  return key === "B" && typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : value;
}

/** Hands dynalite a request as its HTTP server would. */
function exchange(dynalite: EventEmitter, target: string, body: string) {
  return new Promise<{ readonly status: number; readonly body: string }>((resolve) => {
    const headers = { ...HEADERS, "x-amz-target": `DynamoDB_20120810.${target}` };
    const request = Object.assign(new EventEmitter(), { method: "POST", headers, url: "/" });
    const response = {
      statusCode: 200,
      setHeader: () => undefined,
      end: (text = "{}") => resolve({ status: response.statusCode, body: text }),
    };
    dynalite.emit("request", request, response);
    request.emit("data", Buffer.from(body));
    request.emit("end");
  });
}

function toSdkError(status: number, answer: Record<string, unknown>): Error {
  const name = String(answer["__type"]).split("#").at(-1) ?? "";
  const message = String(answer["message"] ?? answer["Message"] ?? name);
  const $metadata = { httpStatusCode: status };
  if (name === "ConditionalCheckFailedException") {
    return new Sdk.ConditionalCheckFailedException({ message, $metadata });
  }
  return new Sdk.DynamoDBServiceException({
    name,
    message,
    $metadata,
    $fault: status < 500 ? "client" : "server",
  });
}
