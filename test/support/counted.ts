import * as z from "zod/mini";
import type { CountName } from "../../functions/observability/metric-names.ts";

const metricsSchema = z.looseObject({
  _aws: z.looseObject({
    CloudWatchMetrics: z.array(z.looseObject({ Metrics: z.array(z.looseObject({ Name: z.string() })) })),
  }),
});

/**
 * What a metric adds up to in log entries, which hold metrics in CloudWatch's embedded format.
 *
 * @param dimensions only what was counted with these
 */
export function counted(
  entries: readonly Readonly<Record<string, unknown>>[],
  name: CountName,
  dimensions: Readonly<Record<string, string>> = {},
): number {
  return entries
    .filter((entry) => holdsMetric(entry, name))
    .filter((entry) => Object.entries(dimensions).every(([key, value]) => entry[key] === value))
    .flatMap((entry) => entry[name])
    .reduce<number>((sum, value) => sum + Number(value), 0);
}

function holdsMetric(entry: unknown, name: string): boolean {
  const parsed = metricsSchema.safeParse(entry);
  if (!parsed.success) return false;
  return parsed.data._aws.CloudWatchMetrics.some(({ Metrics }) => Metrics.some(({ Name }) => Name === name));
}
