import { setTimeout as pause } from "node:timers/promises";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type QueueSettings, SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { clientSettings } from "../../local/runtime/aws-account.ts";
import type { EventSourceMapping } from "../../local/runtime/event-source-mapping.ts";
import { startMapping } from "../../local/runtime/invocation-sources.ts";
import type { LambdaProcess } from "../harness/lambda-process.ts";
import type { Process } from "../harness/process.ts";
import { environmentOf, type Surroundings } from "../harness/surroundings.ts";
import { webhookOf } from "../harness/webhooks.ts";

export interface Handlers {
  readonly agent: string;
  readonly sync: string;
}

/** How often each Lambda was invoked, and for how many milliseconds altogether. */
export interface Spent {
  invocations: number;
  milliseconds: number;
}

export const LAMBDAS = ["webhook", "agent", "sync"] as const;
export type LambdaName = (typeof LAMBDAS)[number];

/** From a webhook to CartaAI: the Lambdas, and what invokes them. */
export async function startPipeline(surroundings: Surroundings, handlers: Handlers) {
  const aws = await surroundings.aws();
  const cartaai = await surroundings.cartaai(20);
  const whatsapp = await surroundings.whatsapp({ latency: 20 });
  const [url, cartaaiUrl, whatsappUrl] = await Promise.all([aws.url(), cartaai.url(), whatsapp.url()]);
  const environment = {
    ...environmentOf({ aws: url, cartaai: cartaaiUrl, whatsapp: whatsappUrl }),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    ...{ WHATSAPP_SECRET_ID: "whatsapp", CARTAAI_SECRET_ID: "cartaai" },
  };
  /** The SDK tells the name with each request. */
  const named = (name: LambdaName) => ({ ...environment, AWS_SDK_UA_APP_ID: name });
  const spent: Record<LambdaName, Spent> = { webhook: nothing(), agent: nothing(), sync: nothing() };
  const failures: unknown[] = [];

  async function invoke(name: LambdaName, lambda: Process<LambdaProcess>, event: unknown) {
    const { result, milliseconds } = await lambda.remote.invoke(event);
    spent[name].invocations += 1;
    spent[name].milliseconds += milliseconds;
    return result;
  }

  async function consume(name: LambdaName, entry: string, queue: QueueSettings): Promise<EventSourceMapping> {
    const lambda = await surroundings.lambda(entry, { environment: named(name) });
    const sqs = new SQSClient(clientSettings(url));
    return startMapping(sqs, {
      queue,
      queueUrl: `${url}/000000000000/${queue.name}`,
      lambda: {
        name,
        invoke: async (event: SQSEvent) => {
          const answer = (await invoke(name, lambda, event)) as SQSBatchResponse;
          if (answer.batchItemFailures.length > 0) failures.push(new Error(`${name} handed something back`));
          return answer;
        },
      },
      onError: (error) => void failures.push(error),
    });
  }

  const webhook = await surroundings.lambda("functions/webhook/handler.ts", {
    environment: named("webhook"),
  });
  const mappings = [
    await consume("agent", handlers.agent, TURNS_QUEUE),
    await consume("sync", handlers.sync, SYNC_QUEUE),
  ];

  return {
    ...{ aws, spent },
    /** A customer writes, and everything that follows from it has happened. @throws when something failed */
    async turn(customer: number, text: string): Promise<void> {
      const { body, headers } = webhookOf([customer], text);
      const requestContext = { http: { method: "POST" }, requestId: "bench" };
      await invoke("webhook", webhook, { requestContext, headers, body });
      for (const { name } of [TURNS_QUEUE, SYNC_QUEUE]) {
        while ((await aws.backlog(name)) > 0) {
          if (failures.length > 0) throw failures[0];
          await pause(5);
        }
      }
    },
    forget(): void {
      for (const name of LAMBDAS) spent[name] = nothing();
    },
    /** Long polls are called off, so that nothing is received after the last turn. */
    stop: async () => void (await Promise.all(mappings.map((mapping) => mapping.stop()))),
  };
}

function nothing(): Spent {
  return { invocations: 0, milliseconds: 0 };
}
