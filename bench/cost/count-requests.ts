import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";

/** Requests and capacity units since the last reset, by what they are called on AWS's bill or in its API. */
export interface RequestCounter {
  readonly counts: ReadonlyMap<string, number>;
  reset(): void;
  /** Leaves the SDK as it was. */
  stop(): void;
}

interface Command {
  readonly input: object;
}
type Send = (command: Command, ...rest: unknown[]) => Promise<unknown>;

/** DynamoDB's units, as its stand-in works them out; a request for several tables answers with several. */
const capacitySchema = z.object({
  ConsumedCapacity: z.pipe(
    // A CreateTable consumes none.
    z.transform((value: unknown) => (value === undefined ? [] : [value].flat())),
    z.array(z.object({ TableName: z.string(), CapacityUnits: z.number() })),
  ),
});

const messagesSchema = z.object({ Messages: z.array(z.unknown()).check(z.minLength(1)) });
const queueSchema = z.object({ QueueUrl: z.string() });

function queueIn(input: object): string {
  const parsed = queueSchema.safeParse(input);
  return parsed.success ? (parsed.data.QueueUrl.split("/").at(-1) ?? "") : "";
}

/** Counts what every DynamoDB and SQS client of this process asks for: the Lambdas make their own clients. */
export function countRequests(): RequestCounter {
  const counts = new Map<string, number>();
  const add = (name: string, value = 1) => counts.set(name, (counts.get(name) ?? 0) + value);

  const unwrapDynamoDB = wrapSend(DynamoDBClient.prototype, async (operation, { input }, send) => {
    Object.assign(input, { ReturnConsumedCapacity: "TOTAL" });
    const output = await send();
    add(`DynamoDB ${operation}`);
    const unit = /Get|Query|Scan/.test(operation) ? "read units" : "write units";
    for (const { TableName, CapacityUnits } of capacitySchema.parse(output).ConsumedCapacity) {
      add(`DynamoDB ${unit}`, CapacityUnits);
      if (unit === "write units") add(`DynamoDB ${unit} of ${TableName}`, CapacityUnits);
    }
    return output;
  });
  const unwrapSqs = wrapSend(SQSClient.prototype, async (operation, { input }, send) => {
    const output = await send();
    const queue = queueIn(input);
    if (operation === "ReceiveMessage") {
      // One that waits in vain is the poller's, whatever is said.
      if (!messagesSchema.safeParse(output).success) return output;
      add(`invocations by ${queue}`);
    }
    // How the demonstration knows that a queue is empty.
    if (operation !== "GetQueueAttributes") add(`SQS ${operation}`);
    return output;
  });
  return {
    counts,
    reset: () => counts.clear(),
    stop: () => {
      unwrapDynamoDB();
      unwrapSqs();
    },
  };
}

function wrapSend(
  prototype: object,
  around: (operation: string, command: Command, send: () => Promise<unknown>) => Promise<unknown>,
): () => void {
  // One of several overloads; the commands' own types do not matter for counting.
  const { send } = prototype as { readonly send: Send };
  Object.assign(prototype, {
    send(this: unknown, command: Command, ...rest: unknown[]) {
      const operation = command.constructor.name.replace(/Command$/, "");
      return around(operation, command, () => send.call(this, command, ...rest));
    },
  });
  // The clients inherit theirs.
  return () => void Reflect.deleteProperty(prototype, "send");
}
