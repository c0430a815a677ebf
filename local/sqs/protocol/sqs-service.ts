import { randomUUID } from "node:crypto";
import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import type { Reply } from "../../http/reply.ts";
import { ACTION_NAMES, type ActionName, type RequestOf, type ResultOf } from "../engine/actions.ts";
import type { SqsEngine } from "../engine/sqs-engine.ts";
import { SqsError } from "../engine/sqs-error.ts";
import { receiveWaiting, type Wait, waitRealTime } from "./long-poll.ts";
import { REQUEST_SCHEMAS } from "./request-schemas.ts";

export interface SqsServiceOptions {
  /** What long polling waits by, at the pace of the engine's clock; default real time. */
  readonly wait?: Wait;
}

/** A request as it came over the wire. */
export interface SqsCall {
  /** The header X-Amz-Target. */
  readonly target: string | undefined;
  readonly body: string;
  /** What the addresses of queues in the answer are to begin with. */
  readonly endpoint: string;
  readonly signal: AbortSignal;
}

/** Answers a request in the JSON protocol. @throws {ConnectionLostError} when there is to be no answer */
export type SqsService = (call: SqsCall) => Promise<Reply>;

const TARGET_PREFIX = "AmazonSQS.";
const CONTENT_TYPE = "application/x-amz-json-1.0";

/**
 * The AWS JSON 1.0 protocol of SQS over an engine.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
 */
export function createSqsService(engine: SqsEngine, options: SqsServiceOptions = {}): SqsService {
  const { wait = waitRealTime } = options;

  async function perform<Name extends ActionName>(name: Name, call: SqsCall): Promise<object> {
    const request = parseRequest(name, call.body);
    if (name !== "ReceiveMessage") {
      const fault = engine.faultFor(name, request);
      return engine.perform(name, request, { fault, endpoint: call.endpoint });
    }
    const waiting = { wait, signal: call.signal };
    return encodeReceived(await receiveWaiting(engine, request as RequestOf<"ReceiveMessage">, waiting));
  }

  return async (call) => {
    try {
      return reply(200, await perform(actionOf(call.target), call));
    } catch (error) {
      if (error instanceof SqsError) return errorReply(error);
      throw error;
    }
  };
}

function actionOf(target: string | undefined): ActionName {
  const name = target?.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : undefined;
  const action = ACTION_NAMES.find((known) => known === name);
  if (action === undefined)
    throw new SqsError("UnknownOperation", "The requested operation is not supported.");
  return action;
}

function parseRequest<Name extends ActionName>(name: Name, body: string): RequestOf<Name> {
  const parsed = z.safeParse<z.ZodMiniType>(REQUEST_SCHEMAS[name], jsonOf(body));
  if (!parsed.success) throw new SqsError("SerializationException", z.prettifyError(parsed.error));
  // The schema has the form of the request; names of attributes, plain text here, are checked by the engine.
  return parsed.data as RequestOf<Name>;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body === "" ? "{}" : body);
  } catch {
    throw new SqsError("SerializationException", "The request body is not JSON.");
  }
}

function reply(status: number, answer: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { "content-type": CONTENT_TYPE, "x-amzn-requestid": randomUUID(), ...headers },
    body: JSON.stringify(answer),
  };
}

/** The header is for clients that still go by the codes of the older query protocol. */
function errorReply(error: SqsError): Reply {
  const blame = error.senderFault ? "Sender" : "Receiver";
  return reply(
    error.status,
    { __type: error.type, message: error.message },
    { "x-amzn-query-error": `${error.queryCode};${blame}` },
  );
}

function encodeReceived(result: ResultOf<"ReceiveMessage">): object {
  return { ...result, ...(result.Messages && { Messages: result.Messages.map(encodeMessage) }) };
}

function encodeMessage(message: Message): object {
  const { MessageAttributes: attributes } = message;
  if (attributes === undefined) return message;
  const encoded = Object.entries(attributes).map(([name, value]) => [name, encodeValue(value)]);
  return { ...message, MessageAttributes: Object.fromEntries(encoded) };
}

function encodeValue({ BinaryValue: value, ...rest }: MessageAttributeValue): object {
  return value === undefined ? rest : { ...rest, BinaryValue: Buffer.from(value).toString("base64") };
}
