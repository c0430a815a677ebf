import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { type Listener, listen } from "../../local/http/listen.ts";
import { json, type Reply, send } from "../../local/http/reply.ts";

/** A request on its way to the service. */
export interface PassingRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What an AWS client asks for: "PutItem", "SendMessageBatch". Empty for any other client. */
  readonly action: string;
}

/**
 * Decides about one request: a reply is what the client gets, "break" closes its connection, and `undefined` lets the
 * request pass.
 *
 * @param forward carries the request out at the service; the body can be replaced
 */
export type Interceptor = (
  request: PassingRequest,
  forward: (body?: Uint8Array) => Promise<Reply>,
) => Reply | "break" | undefined | Promise<Reply | "break" | undefined>;

/** Something between a client and a service, through which everything passes unless it is intercepted. */
export interface Interposed extends Listener {
  /** Every request since the last `reset`, intercepted or not, in order of arrival. */
  requests(): readonly PassingRequest[];
  /** The newest one goes first; what it does not answer, the ones before it may. */
  intercept(interceptor: Interceptor): void;
  /** Lets everything pass again, and forgets what passed. */
  reset(): void;
}

/** @param target the service's address, without a slash at the end */
export async function interpose(target: string): Promise<Interposed> {
  let passed: PassingRequest[] = [];
  let interceptors: Interceptor[] = [];

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    passed.push(request);
    const forward = (body = request.body) => carryOut(target, { ...request, body });
    for (const interceptor of interceptors) {
      const verdict = await interceptor(request, forward);
      if (verdict === "break") return void response.destroy();
      if (verdict !== undefined) return send(response, verdict);
    }
    send(response, await forward());
  }

  const listener = await listen(
    // The service broke the connection, so the client sees the same.
    (request, response) => void serve(request, response).catch(() => response.destroy()),
    0,
    "127.0.0.1",
  );
  return {
    ...listener,
    requests: () => passed,
    intercept: (interceptor) => {
      interceptors = [interceptor, ...interceptors];
    },
    reset: () => {
      passed = [];
      interceptors = [];
    },
  };
}

/** Intercepts an AWS client's requests of these actions, and lets all others pass. */
export function onAction(actions: readonly string[], interceptor: Interceptor): Interceptor {
  return (request, forward) => (actions.includes(request.action) ? interceptor(request, forward) : undefined);
}

/** What AWS answers when the fault is its own. */
export const awsFailure: Reply = json(500, { __type: "InternalServerError", message: "as it happens" });

/** Ends a service for good after some requests, as a crash between two of them would. */
export function afterRequests(count: number, interceptor: Interceptor): Interceptor {
  let seen = 0;
  return (request, forward) => {
    seen += 1;
    return seen > count ? interceptor(request, forward) : undefined;
  };
}

async function read(incoming: IncomingMessage): Promise<PassingRequest> {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  return {
    method: incoming.method ?? "GET",
    path: incoming.url ?? "/",
    headers,
    body: await buffer(incoming),
    action: headers["x-amz-target"]?.split(".").at(-1) ?? "",
  };
}

/** Of one connection only, or computed anew by whoever sends. */
const OF_CONNECTION = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
]);

async function carryOut(target: string, { method, path, headers, body }: PassingRequest): Promise<Reply> {
  const response = await fetch(target + path, {
    method,
    headers: withoutOwn(Object.entries(headers)),
    body: method === "GET" ? null : new Uint8Array(body),
    redirect: "manual",
  });
  return {
    status: response.status,
    headers: Object.fromEntries(withoutOwn([...response.headers])),
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

function withoutOwn(headers: readonly [string, string][]): [string, string][] {
  return headers.filter(([name]) => !OF_CONNECTION.has(name));
}
