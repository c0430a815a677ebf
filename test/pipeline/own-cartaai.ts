import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

export interface OwnCall {
  /** "POST /api/v1/conversations", with the query as it came. */
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/**
 * A CartaAI that owes nothing to this project's stand-in: a plain server that knows the three calls of a message, so that
 * stand-in and client cannot be wrong together.
 */
export async function startOwnCartaAI() {
  const calls: OwnCall[] = [];
  const sessions = new Map<string, { sessionId: string; said: unknown[] }>();

  function conversationOf({ sessionId, said }: { sessionId: string; said: unknown[] }) {
    return { sessionId, isActive: true, currentIntent: "idle", context: { previousMessages: said } };
  }

  function answer({ method, url = "" }: IncomingMessage, body: unknown): [number, unknown] {
    const { pathname } = new URL(url, "http://cartaai");
    const { userId = "", role, content } = (body ?? {}) as Record<string, string>;
    if (method === "POST" && pathname === "/api/v1/conversations") {
      const session = { sessionId: `bot_${userId.slice(1)}_1777896000000_abc`, said: [] };
      sessions.set(session.sessionId, session);
      return [201, conversationOf(session)];
    }
    const [, sessionId = ""] =
      /^\/api\/v1\/whatsapp\/agent\/conversations\/([^/]+)\/messages$/.exec(pathname) ?? [];
    const session = sessions.get(decodeURIComponent(sessionId));
    if (method !== "POST" || session === undefined) return [404, null];
    session.said.push({ role, content, timestamp: new Date().toISOString() });
    return [200, conversationOf(session)];
  }

  const server = createServer(async (request, response) => {
    const body = request.method === "GET" ? undefined : await json(request);
    calls.push({ call: `${request.method} ${request.url}`, headers: request.headers, body });
    const [status, data] = answer(request, body);
    const envelope = { type: status < 400 ? "1" : "3", message: "as asked", data };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(envelope));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    async stop() {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}
