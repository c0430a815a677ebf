import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { lambdasOf, type Monitored } from "./monitored.ts";
import { PERIOD } from "./product-metrics.ts";

export interface OperationsDashboardProps {
  readonly name: string;
  readonly monitored: Monitored;
  readonly alarms: readonly Alarm[];
}

/** One page, in the order of a message's way: is something wrong, what arrives, what is answered, what waits, what CartaAI does. */
export class OperationsDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { name, monitored, alarms }: OperationsDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, "Dashboard", {
      dashboardName: name,
      widgets: [
        [new AlarmStatusWidget({ title: "Alarms", width: 24, height: 3, alarms: [...alarms] })],
        webhookRow(monitored),
        turnRow(monitored),
        answerRow(monitored),
        queueRow(monitored),
        cartaaiRow(monitored),
        lambdaRow(monitored),
      ],
    });
  }
}

function webhookRow({ metrics, webhook: { api } }: Monitored): IWidget[] {
  return [
    graph("Webhooks", [api.metricCount({ period: PERIOD }), api.metricServerError({ period: PERIOD })]),
    graph("Acknowledgement, ms", percentiles(api.metricLatency({ period: PERIOD }))),
    graph("Messages", [
      metrics.count("webhook", "MessagesReceived"),
      metrics.count("webhook", "EventsPublished"),
      metrics.total("webhook", "ItemsLost"),
    ]),
    graph("Not passed on, by reason", [
      ...metrics.series("webhook", "ItemsIgnored"),
      ...metrics.series("webhook", "ItemsLost"),
      metrics.count("webhook", "UnknownBusiness"),
      metrics.count("webhook", "SignatureFailures"),
    ]),
  ];
}

function turnRow({ metrics, turns: { queue, deadLetters } }: Monitored): IWidget[] {
  const options = { period: PERIOD, statistic: Stats.MAXIMUM };
  return [
    graph("Turns waiting and in flight", [
      queue.metricApproximateNumberOfMessagesVisible({ ...options, label: "waiting" }),
      queue.metricApproximateNumberOfMessagesNotVisible({ ...options, label: "in flight or backing off" }),
    ]),
    graph("Oldest turn, s", [queue.metricApproximateAgeOfOldestMessage(options)]),
    graph("Turns", [
      metrics.count("agent", "TurnsAnswered"),
      metrics.count("agent", "TurnsRetried"),
      metrics.total("agent", "TurnsDeadLettered"),
      ...metrics.series("agent", "TurnsSkipped"),
    ]),
    asideGraph("Not answered", deadLetters),
  ];
}

function answerRow({ metrics }: Monitored): IWidget[] {
  return [
    graph("Replies and orders", [
      metrics.count("agent", "RepliesSent"),
      ...metrics.series("agent", "RepliesNotSent"),
      metrics.count("agent", "OrdersPlaced"),
      metrics.count("agent", "Apologies"),
    ]),
    graph("WhatsApp, median ms by call", metrics.series("agent", "WhatsAppLatency", Stats.p(50))),
    graph("WhatsApp, failures by code", [
      ...metrics.series("agent", "WhatsAppErrors"),
      ...metrics
        .series("webhook", "WhatsAppErrors")
        .map((each) => each.with({ label: `${each.label} later` })),
    ]),
    graph("Bot and models, median ms", [
      metrics.count("agent", "AgentLatency").with({ statistic: Stats.p(50), label: "bot" }),
      ...metrics.series("agent", "ModelLatency", Stats.p(50)),
      ...metrics.series("agent", "MediaNotRead"),
    ]),
  ];
}

function queueRow({ metrics, sync: { queue, deadLetters } }: Monitored): IWidget[] {
  const options = { period: PERIOD, statistic: Stats.MAXIMUM };
  return [
    graph("Events waiting and in flight", [
      queue.metricApproximateNumberOfMessagesVisible({ ...options, label: "waiting" }),
      queue.metricApproximateNumberOfMessagesNotVisible({ ...options, label: "in flight or backing off" }),
    ]),
    graph("Oldest event, s", [queue.metricApproximateAgeOfOldestMessage(options)]),
    graph("Events", [
      metrics.total("sync", "EventsApplied"),
      metrics.total("sync", "EventsRetried"),
      metrics.total("sync", "EventsDeadLettered"),
    ]),
    asideGraph("Dead letters", deadLetters),
  ];
}

function cartaaiRow({ metrics }: Monitored): IWidget[] {
  return [
    graph("CartaAI, median ms by call", metrics.series("sync", "CartaAILatency", Stats.p(50))),
    graph("CartaAI, p99 ms by call", metrics.series("sync", "CartaAILatency", Stats.p(99))),
    graph("CartaAI, calls", metrics.series("sync", "CartaAILatency", Stats.SAMPLE_COUNT)),
    graph("CartaAI, failures by call", [
      ...metrics.series("sync", "CartaAIFailures"),
      metrics.count("sync", "CartaAIUnauthorised"),
    ]),
  ];
}

function lambdaRow(monitored: Monitored): IWidget[] {
  const ofEach = (metric: (lambda: IFunction, label: string) => IMetric) =>
    Object.entries(lambdasOf(monitored)).map(([label, { function: lambda }]) => metric(lambda, label));
  return [
    graph(
      "Lambda, invocations",
      ofEach((lambda, label) => lambda.metricInvocations({ period: PERIOD, label })),
    ),
    graph(
      "Lambda, p99 ms",
      ofEach((lambda, label) => lambda.metricDuration({ period: PERIOD, label, statistic: Stats.p(99) })),
    ),
    graph(
      "Lambda, errors",
      ofEach((lambda, label) => lambda.metricErrors({ period: PERIOD, label })),
    ),
    graph(
      "Lambda, throttles",
      ofEach((lambda, label) => lambda.metricThrottles({ period: PERIOD, label })),
    ),
  ];
}

/** How many there are, and on the right for how long: SQS deletes them after 14 days. */
function asideGraph(title: string, deadLetters: IQueue): GraphWidget {
  const options = { period: PERIOD, statistic: Stats.MAXIMUM };
  const left = [deadLetters.metricApproximateNumberOfMessagesVisible({ ...options, label: "waiting" })];
  const right = [deadLetters.metricApproximateAgeOfOldestMessage({ ...options, label: "oldest, s" })];
  return new GraphWidget({ title, left, right, width: 6, height: 6, leftYAxis: { min: 0 } });
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 6, height: 6, leftYAxis: { min: 0 } });
}

function percentiles(metric: ReturnType<Monitored["webhook"]["api"]["metricLatency"]>): IMetric[] {
  return [50, 99].map((percentile) =>
    metric.with({ statistic: Stats.p(percentile), label: `p${percentile}` }),
  );
}
