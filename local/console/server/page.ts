import type { IncomingMessage, ServerResponse } from "node:http";
import { readCall } from "../../http/call.ts";
import { json, type Reply, send } from "../../http/reply.ts";
import { findRoute } from "../../http/routes.ts";
import type { Page } from "../../runtime/http-api.ts";
import type { EventStreams } from "./event-stream.ts";
import { refusal, SECURITY_HEADERS } from "./guard.ts";
import { ConsoleProblem } from "./problem.ts";
import type { ConsoleRoute } from "./routes.ts";
import { readPageFile } from "./static-files.ts";

/** Bytes: a file of WhatsApp's largest size, or an exported conversation. */
const BODY_LIMIT = 16 * 1024 * 1024;

export interface PageOptions {
  readonly routes: readonly ConsoleRoute[];
  readonly streams: EventStreams;
  /** The folder of the built page; waits for it to be built. */
  readonly folder: () => Promise<string>;
  /** Told of what the page sees as a 500. */
  readonly onError: (error: unknown) => void;
}

/** Answers everything that is the console's: its API below /console, and the files of its page. */
export function createPage({ routes, streams, folder, onError }: PageOptions): Page {
  async function answer(request: IncomingMessage): Promise<Reply> {
    const call = await readCall(request, BODY_LIMIT);
    if (!call.path.startsWith("/console/")) {
      if (call.method !== "GET" && call.method !== "HEAD") return notFound();
      const isGzipTaken = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      return (await readPageFile(await folder(), call.path, isGzipTaken)) ?? notFound();
    }
    const reply = await (findRoute(routes, call)?.run() ?? notFound());
    return { ...reply, headers: { "cache-control": "no-store", ...reply.headers } };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reason = refusal(request);
    const reply = reason === undefined ? await answer(request).catch(failed) : json(403, { error: reason });
    send(response, { ...reply, headers: { ...SECURITY_HEADERS, ...reply.headers } });
  }

  function failed(error: unknown): Reply {
    if (error instanceof ConsoleProblem) return json(error.status, { error: error.message });
    onError(error);
    return json(500, { error: "the console has failed; the terminal says more" });
  }

  return (request, response) => {
    const isEvents = request.method === "GET" && /^\/console\/events(?:$|\?)/.test(request.url ?? "");
    if (isEvents && refusal(request) === undefined) streams.connect(request, response);
    // What fails here is a client that has gone: nobody is left to be told.
    else serve(request, response).catch(() => response.destroy());
  };
}

function notFound(): Reply {
  return json(404, { error: "there is no such address" });
}
