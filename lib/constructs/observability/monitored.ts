import type { LambdaFunction } from "../lambda-function.ts";
import type { Replay } from "../replay.ts";
import type { SyncPipeline } from "../sync-pipeline.ts";
import type { TurnPipeline } from "../turn-pipeline.ts";
import type { WebhookApi } from "../webhook-api.ts";
import type { ProductMetrics } from "./product-metrics.ts";

/** The capabilities that are watched. */
export interface Monitored {
  readonly metrics: ProductMetrics;
  readonly webhook: WebhookApi;
  readonly sync: SyncPipeline;
  readonly turns: TurnPipeline;
  readonly replay: Replay;
}

/** All Lambdas, by their names on graphs. */
export function lambdasOf({
  webhook,
  turns,
  sync,
  replay,
}: Monitored): Readonly<Record<string, LambdaFunction>> {
  return { webhook: webhook.lambda, agent: turns.lambda, sync: sync.lambda, replay: replay.lambda };
}
