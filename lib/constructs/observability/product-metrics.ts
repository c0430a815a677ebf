import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { CONVERSATION_ROUTES } from "../../../functions/cartaai/routes.ts";
import type { ModelOperation } from "../../../functions/models/model-client.ts";
import {
  type CountName,
  type LatencyName,
  METRICS_NAMESPACE,
} from "../../../functions/observability/metric-names.ts";
import { WHATSAPP_CODES } from "../../../functions/observability/whatsapp-codes.ts";
import type { DeadLetterReason } from "../../../functions/queues/dead-letters.ts";
import type { SyncEvent } from "../../../functions/sync-events/contract.ts";
import type { IgnoredItem, LostItem } from "../../../functions/whatsapp/inbound.ts";
import type { GraphOperation } from "../../../functions/whatsapp-client/graph.ts";
import { serviceName } from "./service-name.ts";

/** The span that alarms and graphs add up over. */
export const PERIOD = Duration.minutes(5);

interface Split {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** Takes a record, not a list, so that the compiler notices a value that is missing. */
const by = <Value extends string>(dimension: string, values: Readonly<Record<Value, unknown>>): Split => ({
  dimension,
  values: Object.keys(values),
});

const byType = by<SyncEvent["type"]>("type", { message: 1, state: 1, order: 1 });
const byOperation = by("operation", CONVERSATION_ROUTES);

const byClass = by<DeadLetterReason["class"]>("class", { permanent: 1, exhausted: 1, malformed: 1 });
const byGraphOperation = by<GraphOperation>("operation", { sendMessage: 1, markRead: 1, readMedia: 1 });

/** Metrics that exist only split by a dimension: CloudWatch adds nothing up by itself. */
const SPLITS = {
  EventsApplied: byType,
  EventsRetried: byType,
  EventsDeadLettered: byClass,
  TurnsDeadLettered: byClass,
  TurnsSkipped: by("reason", {
    "already-handled": 1,
    "held-elsewhere": 1,
    silent: 1,
    "not-waited-for": 1,
  }),
  RepliesNotSent: by("reason", { "window-closed": 1, refused: 1, silent: 1, "not-waited-for": 1 }),
  MediaNotRead: by("kind", { audio: 1, image: 1 }),
  WhatsAppFailures: byGraphOperation,
  WhatsAppErrors: by("code", WHATSAPP_CODES),
  WhatsAppLatency: byGraphOperation,
  ModelLatency: by<ModelOperation>("operation", { transcribe: 1, describe: 1, chat: 1 }),
  ItemsIgnored: by<IgnoredItem["reason"]>("reason", {
    "field-not-used": 1,
    "empty-change": 1,
    "reported-error": 1,
  }),
  ItemsLost: by<LostItem["reason"]>("reason", {
    "no-sender": 1,
    "no-phone-number-id": 1,
    "malformed-change": 1,
    "malformed-item": 1,
  }),
  CartaAIFailures: byOperation,
  CartaAILatency: byOperation,
} as const satisfies Partial<Record<CountName | LatencyName, Split>>;

type SplitName = keyof typeof SPLITS;
type PlainName = Exclude<CountName | LatencyName, SplitName>;
type Service = "webhook" | "sync" | "agent";

/** The product's own metrics, as the Lambdas of one stage write them. */
export class ProductMetrics {
  readonly #stage: string;

  constructor(stage: string) {
    this.#stage = stage;
  }

  /** A metric that one Lambda counts as a whole. */
  count(service: Service, name: PlainName): Metric {
    return this.#metric(service, name, {});
  }

  /** A split metric, one series for each value of its dimension. */
  series(service: Service, name: SplitName, statistic: string = Stats.SUM): Metric[] {
    const { dimension, values } = SPLITS[name];
    return values.map((value) =>
      this.#metric(service, name, { [dimension]: value }).with({ statistic, label: value }),
    );
  }

  /** A split metric, added up. */
  total(service: Service, name: SplitName): IMetric {
    return sum(name, this.series(service, name));
  }

  #metric(service: Service, metricName: string, dimensions: Readonly<Record<string, string>>): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { service: serviceName(service, this.#stage), ...dimensions },
      statistic: Stats.SUM,
      period: PERIOD,
      label: metricName,
    });
  }
}

/** Metrics added up by SUM, which passes over those without data; with a plus, one of them would hide the others. */
export function sum(label: string, metrics: readonly IMetric[]): IMetric {
  // Ids in a graph are shared by all of its expressions, and begin with a small letter.
  const named = metrics.map((metric, index) => [
    `${label[0]?.toLowerCase()}${label.slice(1)}${index}`,
    metric,
  ]);
  const usingMetrics: Record<string, IMetric> = Object.fromEntries(named);
  return new MathExpression({
    expression: `SUM([${Object.keys(usingMetrics).join(", ")}])`,
    usingMetrics,
    label,
    period: PERIOD,
  });
}
