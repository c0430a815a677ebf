import type * as Sqs from "@aws-sdk/client-sqs";
import { changeMessageVisibility, changeMessageVisibilityBatch } from "./change-visibility.ts";
import { deleteMessage, deleteMessageBatch } from "./delete.ts";
import type { MoveTasks } from "./move-tasks.ts";
import type { Queue } from "./queue.ts";
import { createQueue, deleteQueue, purgeQueue, setQueueAttributes } from "./queue-lifecycle.ts";
import {
  getQueue,
  getQueueAttributes,
  listDeadLetterSourceQueues,
  listQueues,
  type QueuePage,
} from "./queue-queries.ts";
import type { QueueRegistry } from "./queue-registry.ts";
import { type ReceiveQuirks, receiveMessage } from "./receive.ts";
import { sendMessage, sendMessageBatch } from "./send.ts";

/** SQS answers some actions with nothing but success. */
type Empty = Record<string, never>;

/** What each action takes and answers, in the shapes of SQS itself. */
export interface Actions {
  CancelMessageMoveTask: [Sqs.CancelMessageMoveTaskRequest, Sqs.CancelMessageMoveTaskResult];
  ChangeMessageVisibility: [Sqs.ChangeMessageVisibilityRequest, Empty];
  ChangeMessageVisibilityBatch: [
    Sqs.ChangeMessageVisibilityBatchRequest,
    Sqs.ChangeMessageVisibilityBatchResult,
  ];
  CreateQueue: [Sqs.CreateQueueRequest, Sqs.CreateQueueResult];
  DeleteMessage: [Sqs.DeleteMessageRequest, Empty];
  DeleteMessageBatch: [Sqs.DeleteMessageBatchRequest, Sqs.DeleteMessageBatchResult];
  DeleteQueue: [Sqs.DeleteQueueRequest, Empty];
  GetQueueAttributes: [Sqs.GetQueueAttributesRequest, Sqs.GetQueueAttributesResult];
  GetQueueUrl: [Sqs.GetQueueUrlRequest, Sqs.GetQueueUrlResult];
  ListDeadLetterSourceQueues: [Sqs.ListDeadLetterSourceQueuesRequest, Sqs.ListDeadLetterSourceQueuesResult];
  ListMessageMoveTasks: [Sqs.ListMessageMoveTasksRequest, Sqs.ListMessageMoveTasksResult];
  ListQueues: [Sqs.ListQueuesRequest, Sqs.ListQueuesResult];
  PurgeQueue: [Sqs.PurgeQueueRequest, Empty];
  ReceiveMessage: [Sqs.ReceiveMessageRequest, Sqs.ReceiveMessageResult];
  SendMessage: [Sqs.SendMessageRequest, Sqs.SendMessageResult];
  SendMessageBatch: [Sqs.SendMessageBatchRequest, Sqs.SendMessageBatchResult];
  SetQueueAttributes: [Sqs.SetQueueAttributesRequest, Empty];
  StartMessageMoveTask: [Sqs.StartMessageMoveTaskRequest, Sqs.StartMessageMoveTaskResult];
}

export type ActionName = keyof Actions;
export type RequestOf<Name extends ActionName> = Actions[Name][0];
export type ResultOf<Name extends ActionName> = Actions[Name][1];

/** What an action works on. */
export interface ActionContext {
  readonly registry: QueueRegistry;
  readonly moveTasks: MoveTasks;
  /** The address of a queue as the caller should see it. */
  readonly queueUrl: (queue: Queue) => string;
  readonly receiveQuirks: ReceiveQuirks | undefined;
}

type ActionTable = {
  readonly [Name in ActionName]: (context: ActionContext, request: RequestOf<Name>) => ResultOf<Name>;
};

const ACTIONS: ActionTable = {
  CancelMessageMoveTask: ({ moveTasks }, request) => moveTasks.cancel(request),
  ChangeMessageVisibility: ({ registry }, request) => done(() => changeMessageVisibility(registry, request)),
  ChangeMessageVisibilityBatch: ({ registry }, request) => changeMessageVisibilityBatch(registry, request),
  CreateQueue: ({ registry, queueUrl }, request) => ({ QueueUrl: queueUrl(createQueue(registry, request)) }),
  DeleteMessage: ({ registry }, request) => done(() => deleteMessage(registry, request)),
  DeleteMessageBatch: ({ registry }, request) => deleteMessageBatch(registry, request),
  DeleteQueue: ({ registry }, request) => done(() => deleteQueue(registry, request)),
  GetQueueAttributes: ({ registry }, request) => getQueueAttributes(registry, request),
  GetQueueUrl: ({ registry, queueUrl }, request) => ({ QueueUrl: queueUrl(getQueue(registry, request)) }),
  ListDeadLetterSourceQueues: ({ registry, queueUrl }, request) => {
    const page = listDeadLetterSourceQueues(registry, request);
    return { queueUrls: page.queues.map(queueUrl), ...tokenOf(page) };
  },
  ListMessageMoveTasks: ({ moveTasks }, request) => moveTasks.list(request),
  ListQueues: ({ registry, queueUrl }, request) => {
    const page = listQueues(registry, request);
    return { ...(page.queues.length > 0 && { QueueUrls: page.queues.map(queueUrl) }), ...tokenOf(page) };
  },
  PurgeQueue: ({ registry }, request) => done(() => purgeQueue(registry, request)),
  ReceiveMessage: ({ registry, receiveQuirks }, request) => receiveMessage(registry, request, receiveQuirks),
  SendMessage: ({ registry }, request) => sendMessage(registry, request),
  SendMessageBatch: ({ registry }, request) => sendMessageBatch(registry, request),
  SetQueueAttributes: ({ registry }, request) => done(() => setQueueAttributes(registry, request)),
  StartMessageMoveTask: ({ moveTasks }, request) => moveTasks.start(request),
};

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly ActionName[];

/** @throws {SqsError} */
export function act<Name extends ActionName>(
  name: Name,
  context: ActionContext,
  request: RequestOf<Name>,
): ResultOf<Name> {
  return ACTIONS[name](context, request);
}

function done(action: () => void): Empty {
  action();
  return {};
}

function tokenOf({ nextToken }: QueuePage): { NextToken?: string } {
  return nextToken === undefined ? {} : { NextToken: nextToken };
}
