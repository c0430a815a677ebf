import type { IncomingMessage, ServerResponse } from "node:http";
import { readCall } from "../../http/call.ts";
import { type Listener, listen } from "../../http/listen.ts";
import { send } from "../../http/reply.ts";
import type { SqsEngine } from "../engine/sqs-engine.ts";
import { createSqsService, type SqsServiceOptions } from "./sqs-service.ts";

export interface SqsServerOptions extends SqsServiceOptions {
  /** 0, the default, for any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

/** A batch of 1 MiB, with every byte of it escaped. */
const BODY_LIMIT = 16 * 1024 * 1024;

/**
 * Serves an engine over HTTP. Keys and region of a request are not checked.
 *
 * @throws with code EADDRINUSE when the port is taken.
 */
export async function startSqs(engine: SqsEngine, options: SqsServerOptions = {}): Promise<Listener> {
  const service = createSqsService(engine, options);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const call = await readCall(request, BODY_LIMIT);
    const target = call.headers["x-amz-target"];
    const reply = await service({
      target: typeof target === "string" ? target : undefined,
      body: Buffer.from(call.body ?? []).toString("utf8"),
      endpoint: `http://${call.headers.host}`,
      signal: gone.signal,
    });
    send(response, reply);
  }

  return listen(
    (request, response) => {
      // A client that has gone, or a fault that breaks the connection: in both cases there is no answer.
      serve(request, response).catch(() => response.destroy());
    },
    options.port ?? 0,
    options.host,
  );
}
