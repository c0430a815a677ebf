import type { SqsEngine } from "../engine/sqs-engine.ts";
import { createSqsService, type SqsServiceOptions } from "./sqs-service.ts";

/** The parts of the SDK's requests and options that matter here. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
interface SdkHandlerOptions {
  readonly abortSignal?: unknown;
}
interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/**
 * What an `SQSClient` sends its requests by (`requestHandler`), so that it talks to an engine in this process without
 * a socket: the SDK serialises, checks digests and retries as ever.
 */
export interface InProcessHandler {
  handle(request: SdkRequest, options?: SdkHandlerOptions): Promise<{ response: SdkResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

export function createInProcessHandler(engine: SqsEngine, options: SqsServiceOptions = {}): InProcessHandler {
  const service = createSqsService(engine, options);
  return {
    async handle({ protocol, hostname, port, headers, body }, { abortSignal } = {}) {
      const signal = abortSignal instanceof AbortSignal ? abortSignal : new AbortController().signal;
      const endpoint = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
      const reply = await service({ target: headers["x-amz-target"], body: textOf(body), endpoint, signal });
      // The SDK's own handler rejects so too.
      if (signal.aborted) throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
      return {
        response: { statusCode: reply.status, headers: { ...reply.headers }, body: Buffer.from(reply.body) },
      };
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
}
