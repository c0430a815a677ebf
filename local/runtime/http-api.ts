import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { bind } from "../http/listen.ts";
import { splitTarget, toHttpApiEvent } from "./http-api-event.ts";
import { notFound, sendMessage, sendResult } from "./http-api-result.ts";
import type { LambdaFunction } from "./lambda.ts";
import { readBody } from "./request-body.ts";

export type Page = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpApiOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** By method and path, as API Gateway names them: "POST /webhook". */
  readonly routes: ReadonlyMap<string, LambdaFunction<APIGatewayProxyEventV2, unknown>>;
  /** Pages that only the local front has, by the same names. */
  readonly pages?: ReadonlyMap<string, Page>;
  /** What answers everything else; a 404 if there is nothing. */
  readonly other?: Page;
  /** Told of what the client sees as a 500. */
  readonly onError: (error: unknown) => void;
}

export interface HttpApi {
  readonly port: number;
  /** Takes no more requests, and waits for the answers to those that it has. */
  stop(): Promise<void>;
}

/** Milliseconds: longer than clients keep an idle connection, or one is closed just as they use it again. */
const KEEP_ALIVE = 60_000;
/** An HTTP API's limit for a payload. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Plays API Gateway's HTTP API in front of functions.
 *
 * @throws the system's error when it cannot listen: EADDRINUSE, EACCES
 */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const { routes, pages, other = (_, response) => notFound(response), onError } = options;
  const underWay = new Set<Promise<void>>();
  let stopping = false;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const routeKey = `${request.method} ${splitTarget(request.url ?? "/").path}`;
    const page = pages?.get(routeKey);
    if (page !== undefined) return page(request, response);
    const lambda = routes.get(routeKey);
    if (lambda === undefined) return other(request, response);
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === undefined) return sendMessage(response, 413, "Request Entity Too Large");
    sendResult(response, await lambda.invoke(toHttpApiEvent(request, body, routeKey)));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = new Promise((resolve) => response.once("close", resolve));
    if (stopping) response.shouldKeepAlive = false;
    try {
      await answer(request, response);
    } catch (error) {
      fail(response, error);
    }
    await closed;
  }

  function fail(response: ServerResponse, error: unknown): void {
    if (response.destroyed) return;
    onError(error);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    sendMessage(response, 500, "Internal Server Error");
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (request, response) => {
    const served = serve(request, response).finally(() => underWay.delete(served));
    underWay.add(served);
  });
  const port = await bind(server, options.port);
  return {
    port,
    async stop() {
      const closed = once(server, "close");
      stopping = true;
      server.close();
      while (underWay.size > 0) await Promise.all(underWay);
      // What is left open has no request: a browser opens connections in advance and keeps them.
      server.closeAllConnections();
      await closed;
    },
  };
}
