import * as Sdk from "@aws-sdk/client-sqs";
import { clientSettings } from "../../runtime/aws-account.ts";
import type { ActionName, RequestOf } from "../engine/actions.ts";
import { ConnectionLostError } from "../engine/faults.ts";
import type { SqsEngine } from "../engine/sqs-engine.ts";
import { SqsError } from "../engine/sqs-error.ts";
import { receiveWaiting, type Wait, waitRealTime } from "./long-poll.ts";

export interface DirectClientOptions {
  /** What long polling waits by, at the pace of the engine's clock; default real time. */
  readonly wait?: Wait;
  /** How often a request is tried when the service or the connection fails; default 3, as in the SDK. */
  readonly attempts?: number;
}

const ACTION_OF_COMMAND: ReadonlyMap<unknown, ActionName> = new Map<unknown, ActionName>([
  [Sdk.CancelMessageMoveTaskCommand, "CancelMessageMoveTask"],
  [Sdk.ChangeMessageVisibilityCommand, "ChangeMessageVisibility"],
  [Sdk.ChangeMessageVisibilityBatchCommand, "ChangeMessageVisibilityBatch"],
  [Sdk.CreateQueueCommand, "CreateQueue"],
  [Sdk.DeleteMessageCommand, "DeleteMessage"],
  [Sdk.DeleteMessageBatchCommand, "DeleteMessageBatch"],
  [Sdk.DeleteQueueCommand, "DeleteQueue"],
  [Sdk.GetQueueAttributesCommand, "GetQueueAttributes"],
  [Sdk.GetQueueUrlCommand, "GetQueueUrl"],
  [Sdk.ListDeadLetterSourceQueuesCommand, "ListDeadLetterSourceQueues"],
  [Sdk.ListMessageMoveTasksCommand, "ListMessageMoveTasks"],
  [Sdk.ListQueuesCommand, "ListQueues"],
  [Sdk.PurgeQueueCommand, "PurgeQueue"],
  [Sdk.ReceiveMessageCommand, "ReceiveMessage"],
  [Sdk.SendMessageCommand, "SendMessage"],
  [Sdk.SendMessageBatchCommand, "SendMessageBatch"],
  [Sdk.SetQueueAttributesCommand, "SetQueueAttributes"],
  [Sdk.StartMessageMoveTaskCommand, "StartMessageMoveTask"],
]);

interface ModelledError {
  readonly shapeId: string;
  new (options: {
    readonly message: string;
    readonly $metadata: Sdk.SQSServiceException["$metadata"];
  }): Sdk.SQSServiceException;
}

/** The SDK's classes for the errors in the service's model, by what `__type` says. */
const MODELLED_ERRORS: ReadonlyMap<string, ModelledError> = new Map(
  Object.values(Sdk)
    .filter((exported) => typeof exported === "function" && "shapeId" in exported)
    // What has a shape id among the SDK's exports is one of these classes.
    .map((exported) => exported as unknown as ModelledError)
    .map((modelled) => [modelled.shapeId, modelled]),
);

interface Command {
  readonly input: object;
}
interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * An `SQSClient` whose commands go straight to an engine: nothing is signed, serialised or digested, which is most of
 * what a request costs in process. Errors have the names of the SDK's, and are retried as there, without its pauses.
 */
export function createDirectClient(engine: SqsEngine, options: DirectClientOptions = {}): Sdk.SQSClient {
  const { wait = waitRealTime, attempts = 3 } = options;
  const client = new Sdk.SQSClient(clientSettings("http://sqs.invalid"));

  async function perform(action: ActionName, input: object, signal: AbortSignal): Promise<object> {
    if (action !== "ReceiveMessage") return engine.call(action, input as RequestOf<typeof action>);
    return receiveWaiting(engine, input as RequestOf<"ReceiveMessage">, { wait, signal });
  }

  async function send(command: Command, { abortSignal }: SendOptions = {}): Promise<object> {
    const action = ACTION_OF_COMMAND.get(command.constructor);
    if (action === undefined) throw new TypeError(`${command.constructor.name} is not supported`);
    const signal = abortSignal ?? new AbortController().signal;
    for (let attempt = 1; ; attempt++) {
      try {
        throwIfAborted(signal);
        const result = await perform(action, command.input, signal);
        throwIfAborted(signal);
        return { ...result, $metadata: { httpStatusCode: 200, attempts: attempt } };
      } catch (error) {
        if (attempt >= attempts || !isTransient(error)) throw toSdkError(error, attempt);
      }
    }
  }

  // The SDK's own has a signature for each command; all of them come here.
  client.send = send as Sdk.SQSClient["send"];
  return client;
}

/** As the SDK does, also when the request took effect. */
function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
}

function isTransient(error: unknown): boolean {
  if (error instanceof ConnectionLostError) return true;
  return error instanceof SqsError && (!error.senderFault || error.code === "RequestThrottled");
}

function toSdkError(error: unknown, attempts: number): unknown {
  if (!(error instanceof SqsError)) return error;
  const known = { message: error.message, $metadata: { httpStatusCode: error.status, attempts } };
  const Modelled = MODELLED_ERRORS.get(error.type);
  const exception =
    Modelled === undefined
      ? new Sdk.SQSServiceException({
          ...known,
          name: error.code,
          $fault: error.senderFault ? "client" : "server",
        })
      : new Modelled(known);
  return Object.assign(exception, {
    Code: error.queryCode,
    Type: error.senderFault ? "Sender" : "Receiver",
  });
}
