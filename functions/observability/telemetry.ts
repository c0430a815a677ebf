import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { type CountName, type Dimensions, type LatencyName, METRICS_NAMESPACE } from "./metric-names.ts";

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

/** Values that may appear in a log line. Never a phone number, a message's text, a token or a key. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Logs and metrics, as the use cases need them. */
export interface Telemetry {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  count(name: CountName, value?: number, dimensions?: Dimensions): void;
  /** @param milliseconds how long it took */
  latency(name: LatencyName, milliseconds: number, dimensions?: Dimensions): void;
  /** Writes out the invocation's metrics (CloudWatch embedded metric format, on standard output). */
  flush(): void;
}

/**
 * Powertools' logger and metrics behind the small face that the use cases see.
 *
 * @param lambda stands in log lines and metrics as `service`; in AWS Powertools' own variable goes before it, because
 *   there it names the stage too, and two stages in one account must not add up
 */
export function createTelemetry(lambda: string): Telemetry {
  const serviceName = process.env["POWERTOOLS_SERVICE_NAME"] || lambda;
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName });
  const add = (name: string, unit: Unit, value: number, dimensions: Dimensions | undefined) => {
    if (dimensions === undefined) return void metrics.addMetric(name, unit, value);
    const single = metrics.singleMetric();
    single.addDimensions({ ...dimensions });
    single.addMetric(name, unit, value);
  };
  return {
    debug: (message, fields) => logger.debug(message, { ...fields }),
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, fields) => logger.error(message, { ...fields }),
    count: (name, value = 1, dimensions) => add(name, MetricUnit.Count, value, dimensions),
    latency: (name, milliseconds, dimensions) => add(name, MetricUnit.Milliseconds, milliseconds, dimensions),
    flush: () => {
      // Publishing nothing would print a warning each time.
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
