import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { sign } from "../../../functions/whatsapp/signature.ts";
import { LOCAL_SECRETS } from "../../runtime/lambda-environment.ts";
import { SAMPLE_BUSINESSES } from "../../runtime/sample-businesses.ts";
import type { PlannedWebhook, Said as SaidItem } from "../plan/plan.ts";
import type { FaultInjector } from "./fault-injector.ts";
import type { LambdaPool } from "./lambda-pool.ts";
import type { Said } from "./said.ts";
import type { Simulation } from "./simulation.ts";
import { isChangeOfId, webhookBody } from "./webhook-body.ts";

/** Milliseconds between deliveries until one is answered with a 200; the last one repeats. */
const PAUSES = [5_000, 30_000, 120_000, 900_000, 3_600_000] as const;

export type WebhookLambda = LambdaPool<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

export interface MetaHooks {
  /** A customer has written something, which is delivered for the first time. */
  readonly onWritten: (item: SaidItem) => void;
  /** It was answered with a 200 for the first time. */
  readonly onAccepted: (item: SaidItem) => void;
}

/** Delivers webhooks until they are answered, and some of them more than once. */
export class Meta {
  readonly #lambda: WebhookLambda;
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  readonly #said: Said;
  readonly #begunAt: number;
  readonly #hooks: MetaHooks;
  readonly #answered = new Set<string>();
  #requests = 0;

  constructor(
    lambda: WebhookLambda,
    simulation: Simulation,
    faults: FaultInjector,
    said: Said,
    hooks: MetaHooks,
  ) {
    this.#lambda = lambda;
    this.#simulation = simulation;
    this.#faults = faults;
    this.#said = said;
    this.#begunAt = simulation.now();
    this.#hooks = hooks;
  }

  plan(webhook: PlannedWebhook, index: number): void {
    this.#simulation.after(webhook.at, () => {
      for (const item of webhook.items) if (item.kind === "message") this.#hooks.onWritten(item);
      this.#count(webhook);
      void this.#deliver(webhook, index, 0);
    });
    for (const copy of webhook.copies) {
      this.#simulation.after(webhook.at + copy, () => {
        this.#faults.count(copy === 0 ? "meta-simultaneous-duplicate" : "meta-duplicate");
        void this.#deliver(webhook, index, 0);
      });
    }
  }

  #count({ items, reordered }: PlannedWebhook): void {
    if (reordered) this.#faults.count("meta-reordered");
    if (items.length > 1) this.#faults.count("meta-batched");
  }

  async #deliver(webhook: PlannedWebhook, index: number, attempt: number): Promise<void> {
    const step = this.#simulation.step();
    // A change of id alone is not said to anybody.
    const items = webhook.items.filter((item) => !isChangeOfId(item));
    for (const [place, { id, person }] of items.entries()) {
      this.#said.begin(id, person, `webhook-${index}`, place, step);
    }
    const isAnswered = await this.#isAnswered(webhook);
    this.#simulation.tell(() => `webhook ${webhook.items.map(({ id }) => id).join(", ")}: ${isAnswered}`);
    if (isAnswered) {
      const answered = this.#simulation.step();
      for (const item of items) {
        this.#said.accepted(item.id, answered);
        if (this.#answered.has(item.id)) continue;
        this.#answered.add(item.id);
        if (item.kind === "message") this.#hooks.onAccepted(item);
      }
      return;
    }
    const pause = PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? PAUSES[0];
    this.#simulation.after(pause, () => void this.#deliver(webhook, index, attempt + 1));
  }

  async #isAnswered(webhook: PlannedWebhook): Promise<boolean> {
    // When it was written, on whatever delivery.
    const timestamp = Math.floor((this.#begunAt + webhook.at) / 1000);
    const body = webhookBody(webhook, SAMPLE_BUSINESSES[0], timestamp);
    this.#requests += 1;
    try {
      const { statusCode } = await this.#lambda.invoke(toEvent(body, `request-${this.#requests}`));
      return statusCode === 200;
    } catch {
      return false;
    }
  }
}

function toEvent(body: string, requestId: string): APIGatewayProxyEventV2 {
  const http = { method: "POST", path: "/webhook", protocol: "HTTP/1.1", sourceIp: "", userAgent: "" };
  return {
    version: "2.0",
    routeKey: "POST /webhook",
    rawPath: "/webhook",
    rawQueryString: "",
    headers: { "x-hub-signature-256": sign(Buffer.from(body), LOCAL_SECRETS.WHATSAPP_APP_SECRET) },
    requestContext: {
      ...{ accountId: "", apiId: "", domainName: "", domainPrefix: "", routeKey: "POST /webhook" },
      ...{ http, requestId, stage: "$default", time: "", timeEpoch: 0 },
    },
    body,
    isBase64Encoded: false,
  };
}
