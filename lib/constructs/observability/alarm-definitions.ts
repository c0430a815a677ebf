import { type IMetric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { AlarmSettings } from "../../stage-settings.ts";
import { lambdasOf, type Monitored } from "./monitored.ts";
import { PERIOD, sum } from "./product-metrics.ts";
import { queueAlarms } from "./queue-alarms.ts";

export interface AlarmDefinition {
  /** The alarm's name after the stage's prefix, and its section in the runbook. */
  readonly section: string;
  readonly means: string;
  readonly metric: IMetric;
  /** Reached or exceeded is an alarm. */
  readonly threshold: number;
  /** Periods that are looked at, and how many of them have to be bad. Not set: one bad period is enough. */
  readonly window?: { readonly periods: number; readonly bad: number };
}

/** Everything that a person should be told about, most urgent first. */
export function alarmDefinitions(monitored: Monitored, settings: AlarmSettings): AlarmDefinition[] {
  return [
    ...turnAlarms(monitored, settings),
    ...eventAlarms(monitored, settings),
    ...cartaaiAlarms(monitored, settings),
    ...webhookAlarms(monitored, settings),
    {
      section: "throttles",
      means: "Lambda had no capacity for an invocation.",
      metric: sum(
        "Throttles",
        Object.values(lambdasOf(monitored)).map(({ function: lambda }) =>
          lambda.metricThrottles({ period: PERIOD }),
        ),
      ),
      threshold: 1,
    },
  ];
}

function turnAlarms({ metrics, turns }: Monitored, settings: AlarmSettings): AlarmDefinition[] {
  return [
    ...queueAlarms(turns, settings.oldestTurnAge, {
      deadLetters: {
        section: "unanswered",
        means: "Customers' messages were not answered and wait for a person.",
      },
      oldest: { section: "oldest-turn", means: "Customers wait for their answers." },
      errors: {
        section: "agent-errors",
        means: "The agent Lambda itself fails: it cannot start, crashes or runs out of time.",
      },
    }),
    {
      section: "agent-failures",
      means: "Turns have to be tried again: the bot, its models, CartaAI or WhatsApp fails.",
      metric: metrics.count("agent", "TurnsRetried"),
      threshold: settings.retriedTurns,
      window: { periods: 3, bad: 3 },
    },
  ];
}

function eventAlarms({ metrics, sync }: Monitored, settings: AlarmSettings): AlarmDefinition[] {
  return [
    ...queueAlarms(sync, settings.oldestEventAge, {
      deadLetters: {
        section: "dead-letters",
        means: "Events could not be applied to CartaAI and wait for a person.",
      },
      oldest: { section: "oldest-event", means: "Conversations reach CartaAI late." },
      errors: {
        section: "sync-errors",
        means: "The sync Lambda itself fails: it cannot start, crashes or runs out of time.",
      },
    }),
    {
      section: "items-lost",
      means: "Something arrived from WhatsApp that may have been said and could not be published.",
      metric: metrics.total("webhook", "ItemsLost"),
      threshold: 1,
    },
  ];
}

function cartaaiAlarms({ metrics }: Monitored, settings: AlarmSettings): AlarmDefinition[] {
  return [
    {
      section: "cartaai-unauthorised",
      means: "CartaAI refuses the key; nothing is mirrored until it is replaced.",
      metric: metrics.count("sync", "CartaAIUnauthorised"),
      threshold: 1,
    },
    {
      section: "cartaai-failures",
      means: "Events cannot be applied: CartaAI fails. They wait and are applied when it is back.",
      // Not the failed calls: an expired session is one too, and is mended without anybody's help.
      metric: metrics.total("sync", "EventsRetried"),
      threshold: settings.retriedEvents,
      window: { periods: 3, bad: 3 },
    },
  ];
}

function webhookAlarms({ metrics, webhook }: Monitored, settings: AlarmSettings): AlarmDefinition[] {
  return [
    {
      section: "webhook-errors",
      means: "Webhooks are answered with an error. Meta delivers them again for up to 7 days.",
      metric: webhook.api.metricServerError({ period: PERIOD, statistic: Stats.SUM }),
      threshold: 1,
      window: { periods: 3, bad: 2 },
    },
    {
      section: "webhook-latency",
      means: "Webhooks are acknowledged slowly.",
      metric: webhook.api.metricLatency({ period: PERIOD, statistic: Stats.percentile(99) }),
      threshold: settings.webhookP99,
      window: { periods: 3, bad: 3 },
    },
    {
      section: "signature-failures",
      means: "Webhooks with a wrong signature arrive: a wrong app secret, or somebody is trying.",
      metric: metrics.count("webhook", "SignatureFailures"),
      threshold: settings.signatureFailures,
    },
  ];
}
