import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { LambdaFunction } from "../lambda-function.ts";
import type { AlarmDefinition } from "./alarm-definitions.ts";
import { PERIOD } from "./product-metrics.ts";

/** A queue, what could not be handled, and who handles it. */
export interface Pipeline {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly lambda: LambdaFunction;
}

type Text = Pick<AlarmDefinition, "section" | "means">;

/** What every queue with a consumer is watched for. */
export interface QueueAlarmTexts {
  readonly deadLetters: Text;
  readonly oldest: Text;
  readonly errors: Text;
}

/** @param oldestAge seconds that the oldest message may wait */
export function queueAlarms(
  { queue, deadLetters, lambda }: Pipeline,
  oldestAge: number,
  texts: QueueAlarmTexts,
): AlarmDefinition[] {
  const highest = { period: PERIOD, statistic: Stats.MAXIMUM };
  return [
    {
      ...texts.deadLetters,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(highest),
      threshold: 1,
    },
    { ...texts.oldest, metric: queue.metricApproximateAgeOfOldestMessage(highest), threshold: oldestAge },
    {
      ...texts.errors,
      metric: lambda.function.metricErrors({ period: PERIOD }),
      threshold: 1,
      window: { periods: 3, bad: 2 },
    },
  ];
}
