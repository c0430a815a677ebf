import type {
  CreateQueueRequest,
  DeleteQueueRequest,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
} from "@aws-sdk/client-sqs";
import { checkQueueName } from "./identifiers.ts";
import { PURGE_INTERVAL } from "./limits.ts";
import type { Queue } from "./queue.ts";
import {
  defaultAttributes,
  type QueueAttributes,
  unknownAttribute,
  withChanges,
} from "./queue-attributes.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import {
  checkDeadLetterTarget,
  checkRedriveAllowPolicy,
  type RedrivePolicy,
  readRedrivePolicy,
} from "./redrive-policy.ts";
import { missingParameter, SqsError } from "./sqs-error.ts";

/**
 * Creates a queue, or finds the one of that name if it has no other attributes than those that are given.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 *
 * @throws {SqsError}
 */
export function createQueue(registry: QueueRegistry, request: CreateQueueRequest): Queue {
  const { QueueName: name } = request;
  if (name === undefined || name === "") throw missingParameter("QueueName");
  const given: QueueAttributes = request.Attributes ?? {};
  const fifo = isFifo(given);
  checkQueueName(name, fifo);
  const existing = registry.findByName(name);
  if (existing !== undefined) {
    checkSame(existing, withChanges(existing.attributes, given, fifo), given);
    return existing;
  }
  const attributes = withChanges(defaultAttributes(fifo), given, fifo);
  const policy = checkPolicies(registry, { arn: registry.arnOf(name), fifo }, attributes);
  const queue = registry.create(name, attributes, fifo);
  queue.redrivePolicy = policy;
  return queue;
}

/** @throws {SqsError} */
export function setQueueAttributes(registry: QueueRegistry, request: SetQueueAttributesRequest): void {
  const queue = registry.resolve(request.QueueUrl);
  if (request.Attributes === undefined) throw missingParameter("Attributes");
  const attributes = withChanges(queue.attributes, request.Attributes, queue.fifo);
  queue.redrivePolicy = checkPolicies(registry, queue, attributes);
  queue.modify(attributes, registry.now());
}

/** @throws {SqsError} */
export function deleteQueue(registry: QueueRegistry, request: DeleteQueueRequest): void {
  registry.delete(registry.resolve(request.QueueUrl));
}

/** @throws {SqsError} PurgeQueueInProgress within a minute of the last time */
export function purgeQueue(registry: QueueRegistry, request: PurgeQueueRequest): void {
  const queue = registry.resolve(request.QueueUrl);
  const now = registry.now();
  if (queue.purgedAt !== undefined && now - queue.purgedAt < PURGE_INTERVAL) {
    throw new SqsError(
      "PurgeQueueInProgress",
      `Only one PurgeQueue operation on ${queue.identity.name} is allowed every 60 seconds.`,
    );
  }
  queue.purge(now);
}

/** A standard queue has no attribute FifoQueue, not even with the value "false". */
function isFifo(given: QueueAttributes): boolean {
  const value = given["FifoQueue"];
  if (value !== undefined && value.toLowerCase() !== "true") throw unknownAttribute("FifoQueue");
  return value !== undefined;
}

function checkSame(queue: Queue, asked: QueueAttributes, given: QueueAttributes): void {
  const different = Object.keys(given).find((name) => queue.attributes[name] !== asked[name]);
  if (different === undefined) return;
  throw new SqsError(
    "QueueNameExists",
    `A queue already exists with the same name and a different value for attribute ${different}`,
  );
}

function checkPolicies(
  registry: QueueRegistry,
  source: { readonly arn: string; readonly fifo: boolean },
  attributes: QueueAttributes,
): RedrivePolicy | undefined {
  checkRedriveAllowPolicy(attributes["RedriveAllowPolicy"]);
  const text = attributes["RedrivePolicy"];
  const policy = readRedrivePolicy(text);
  if (policy !== undefined && text !== undefined) {
    checkDeadLetterTarget(source, text, registry.findByArn(policy.deadLetterTargetArn));
  }
  return policy;
}
