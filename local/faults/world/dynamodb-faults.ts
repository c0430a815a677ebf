import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandOutput,
  DynamoDBServiceException,
  ProvisionedThroughputExceededException,
} from "@aws-sdk/client-dynamodb";
import type { PlannedFault } from "../plan/plan.ts";
import { connectionLost } from "./connection-lost.ts";

type Send = (command: object) => Promise<unknown>;

const metadata = { httpStatusCode: 500 };

/** Only a batch can be throttled in part. */
export function fitsRequest({ kind }: PlannedFault, command: object): boolean {
  const isBatch = command instanceof BatchGetItemCommand || command instanceof BatchWriteItemCommand;
  return isBatch || kind !== "dynamodb-partly-throttled";
}

/** Carries a request out with a fault that fits it. */
export function sendWithFault(fault: PlannedFault, command: object, send: Send): Promise<unknown> {
  switch (fault.kind) {
    case "dynamodb-throttled":
      return Promise.reject(
        new ProvisionedThroughputExceededException({ message: "throttled", $metadata: metadata }),
      );
    case "dynamodb-failed-before":
      return Promise.reject(failure(fault.variant));
    case "dynamodb-failed-after":
      return send(command).then(() => Promise.reject(failure(fault.variant)));
    case "dynamodb-partly-throttled":
      if (command instanceof BatchGetItemCommand) return partlyRead(command, fault.variant, send);
      if (command instanceof BatchWriteItemCommand) return partlyWritten(command, fault.variant, send);
      throw new TypeError("only a batch can be throttled in part");
    default:
      throw new TypeError(`${fault.kind} is no fault of DynamoDB's`);
  }
}

/** What the SDK tries again: the service's own failures, and those of the connection. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof ProvisionedThroughputExceededException ||
    (error instanceof DynamoDBServiceException && error.$fault === "server") ||
    (error instanceof Error && "code" in error && error.code === "ECONNRESET")
  );
}

function failure(variant: number): Error {
  if (variant < 0.5) return connectionLost("ECONNRESET");
  return new DynamoDBServiceException({
    name: "InternalServerError",
    $fault: "server",
    message: "Internal server error",
    $metadata: metadata,
  });
}

async function partlyRead({ input }: BatchGetItemCommand, variant: number, send: Send) {
  const [[table = "", request] = []] = Object.entries(input.RequestItems ?? {});
  const keys = request?.Keys ?? [];
  const done = Math.floor(keys.length * variant);
  const UnprocessedKeys = { [table]: { ...request, Keys: keys.slice(done) } };
  if (done === 0) return { Responses: {}, UnprocessedKeys };
  const part = new BatchGetItemCommand({
    RequestItems: { [table]: { ...request, Keys: keys.slice(0, done) } },
  });
  return { ...((await send(part)) as BatchGetItemCommandOutput), UnprocessedKeys };
}

async function partlyWritten({ input }: BatchWriteItemCommand, variant: number, send: Send) {
  const [[table = "", requests = []] = []] = Object.entries(input.RequestItems ?? {});
  const done = Math.floor(requests.length * variant);
  const UnprocessedItems = { [table]: requests.slice(done) };
  if (done === 0) return { UnprocessedItems };
  const part = new BatchWriteItemCommand({ RequestItems: { [table]: requests.slice(0, done) } });
  return { ...((await send(part)) as BatchWriteItemCommandOutput), UnprocessedItems };
}
