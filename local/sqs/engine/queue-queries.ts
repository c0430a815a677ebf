import type {
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  ListDeadLetterSourceQueuesRequest,
  ListQueuesRequest,
} from "@aws-sdk/client-sqs";
import { MAX_LISTED_QUEUES } from "./limits.ts";
import type { Queue } from "./queue.ts";
import { SETTABLE_ATTRIBUTES, unknownAttribute } from "./queue-attributes.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import { invalidParameter, missingParameter, SqsError } from "./sqs-error.ts";

export interface QueuePage {
  readonly queues: readonly Queue[];
  readonly nextToken: string | undefined;
}

/** @throws {SqsError} MissingParameter, QueueDoesNotExist */
export function getQueue(registry: QueueRegistry, request: GetQueueUrlRequest): Queue {
  const { QueueName: name, QueueOwnerAWSAccountId: owner } = request;
  if (name === undefined || name === "") throw missingParameter("QueueName");
  const queue = registry.findByName(name);
  if (queue === undefined || (owner !== undefined && owner !== registry.settings.accountId)) {
    throw new SqsError("QueueDoesNotExist", "The specified queue does not exist.");
  }
  return queue;
}

/** @throws {SqsError} */
export function listQueues(registry: QueueRegistry, request: ListQueuesRequest): QueuePage {
  const prefix = request.QueueNamePrefix ?? "";
  return pageOf(
    registry.list().filter((queue) => queue.identity.name.startsWith(prefix)),
    request,
  );
}

/** The queues whose redrive policy names a queue. @throws {SqsError} */
export function listDeadLetterSourceQueues(
  registry: QueueRegistry,
  request: ListDeadLetterSourceQueuesRequest,
): QueuePage {
  const { arn } = registry.resolve(request.QueueUrl);
  return pageOf(
    registry.list().filter((queue) => queue.redrivePolicy?.deadLetterTargetArn === arn),
    request,
  );
}

/** The counts are exact, where SQS estimates. @throws {SqsError} */
export function getQueueAttributes(
  registry: QueueRegistry,
  request: GetQueueAttributesRequest,
): GetQueueAttributesResult {
  const queue = registry.resolve(request.QueueUrl);
  const all = { ...queue.attributes, ...computedAttributes(queue) };
  const names = request.AttributeNames ?? [];
  const unknown = names.find((name) => name !== "All" && !SETTABLE_ATTRIBUTES.has(name) && !(name in all));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  const wanted = names.includes("All")
    ? Object.entries(all)
    : Object.entries(all).filter(([name]) => (names as readonly string[]).includes(name));
  return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
}

function computedAttributes(queue: Queue): Record<string, string> {
  const { available, delayed, inFlight } = queue.messages.depth;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(available),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    CreatedTimestamp: inSeconds(queue.identity.createdAt),
    LastModifiedTimestamp: inSeconds(queue.modifiedAt),
  };
}

function inSeconds(milliseconds: number): string {
  return String(Math.floor(milliseconds / 1000));
}

/** By name; the token is the name of the last queue of the page before. */
function pageOf(
  queues: readonly Queue[],
  request: Pick<ListQueuesRequest, "MaxResults" | "NextToken">,
): QueuePage {
  const { MaxResults: maximum = MAX_LISTED_QUEUES, NextToken: token = "" } = request;
  if (maximum < 1 || maximum > MAX_LISTED_QUEUES) {
    throw invalidParameter(
      "MaxResults",
      maximum,
      `MaxResults must be an integer between 1 and ${MAX_LISTED_QUEUES}.`,
    );
  }
  const after = Buffer.from(token, "base64url").toString();
  const rest = queues
    .filter((queue) => queue.identity.name > after)
    .sort((one, other) => (one.identity.name < other.identity.name ? -1 : 1));
  const page = rest.slice(0, maximum);
  const last = page.at(-1)?.identity.name;
  // A token only comes to those who asked for pages.
  const more = rest.length > page.length && request.MaxResults !== undefined && last !== undefined;
  return { queues: page, nextToken: more ? Buffer.from(last).toString("base64url") : undefined };
}
