import * as z from "zod/mini";
import type { Synthesis } from "./synthesis.ts";

/** CloudWatch's embedded metric format, as far as it names metrics. */
const embeddedSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/** A metric as CloudFormation writes it. */
const templateMetricSchema = z.object({
  Namespace: z.literal("ConversationBridge"),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
});

/** One notation for both sides: "ItemsLost{reason=no-sender,service=webhook}". */
function notation(name: string, dimensions: readonly (readonly [string, unknown])[]): string {
  const sorted = dimensions.map(([key, value]) => `${key}=${value}`).sort();
  return `${name}{${sorted.join(",")}}`;
}

/** The metrics that a Lambda wrote to its log. */
export function emittedMetrics(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const entry = embeddedSchema.safeParse(JSON.parse(line));
    if (!entry.success) return [];
    const { _aws, ...values } = entry.data;
    return _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
      Metrics.flatMap(({ Name }) =>
        Dimensions.map((keys) =>
          notation(
            Name,
            keys.map((key) => [key, values[key]]),
          ),
        ),
      ),
    );
  });
}

/** The metrics of our own that the stack's alarms watch. */
export function watchedMetrics({ template }: Synthesis): string[] {
  const found: string[] = [];
  JSON.stringify(template.findResources("AWS::CloudWatch::Alarm"), (_, value: unknown) => {
    const metric = templateMetricSchema.safeParse(value);
    if (metric.success) {
      const { MetricName, Dimensions } = metric.data;
      found.push(
        notation(
          MetricName,
          Dimensions.map(({ Name, Value }) => [Name, Value]),
        ),
      );
    }
    return value;
  });
  return found;
}
