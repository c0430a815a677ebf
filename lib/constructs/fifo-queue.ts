import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
  RedrivePermission,
} from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { DEAD_LETTER_RETENTION, type QueueSettings } from "../resources.ts";
import { acknowledge } from "./acknowledge.ts";

export interface FifoQueueProps {
  readonly settings: QueueSettings;
  /** What the queues' names start with: operators and the replay command find them by name. */
  readonly prefix: string;
  /** Whether the queues, and what waits in them, outlive the stack. */
  readonly retainData: boolean;
}

/** A FIFO queue with its dead-letter queue: encrypted, over TLS only, and with as many groups at once as there are. */
export class FifoQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, prefix, retainData }: FifoQueueProps) {
    super(scope, id);
    const common = {
      fifo: true,
      // High throughput: limits and deduplication are counted for each conversation, not for the queue.
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    } satisfies QueueProps;
    const queueName = `${prefix}-${settings.name}`;

    this.deadLetters = new Queue(this, "DeadLetters", {
      ...common,
      queueName: `${prefix}-${settings.deadLetterName}`,
      retentionPeriod: Duration.seconds(DEAD_LETTER_RETENTION),
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        // By its name: the two queues refer to each other, and CloudFormation cannot create a circle.
        sourceQueues: [Queue.fromQueueArn(this, "Source", arnOf(this, queueName))],
      },
    });
    acknowledge(this.deadLetters, {
      "Serverless-SQSRedrivePolicy":
        "It is the dead-letter queue: what is in it waits for a person, not for a retry.",
    });
    this.queue = new Queue(this, "Queue", {
      ...common,
      queueName,
      visibilityTimeout: Duration.seconds(settings.visibilityTimeout),
      retentionPeriod: Duration.seconds(settings.retention),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: settings.maxReceiveCount },
    });
  }
}

function arnOf(scope: Construct, queueName: string): string {
  return Stack.of(scope).formatArn({ service: "sqs", resource: queueName });
}
