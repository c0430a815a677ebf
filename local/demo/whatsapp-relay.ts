import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { LOOPBACK } from "../http/loopback.ts";

/** Headers that are the connection's own. */
const HOP_BY_HOP = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive"]);

interface Relayed {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * Stands before another server that takes WhatsApp's place: what is sent goes there, and what it accepts is written down
 * at the stand-in as well. Files are read from the stand-in: the other server does not have what customers of a
 * demonstration recorded.
 *
 * @param other the other server's address
 * @param standIn the stand-in's address
 */
export async function startRelay(other: string, standIn: string) {
  const server = createServer(async (incoming, response) => {
    try {
      const { status, contentType, body } = await relay(incoming);
      response.writeHead(status, { "content-type": contentType }).end(body);
    } catch {
      // As if nobody had answered: the other server did not.
      response.destroy();
    }
  }).listen(0, LOOPBACK);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  const url = `http://${LOOPBACK}:${address.port}`;

  async function relay(incoming: IncomingMessage): Promise<Relayed> {
    const body = await buffer(incoming);
    if (incoming.method !== "POST") return withOwnAddress(await pass(incoming, standIn, body));
    const answer = await pass(incoming, other.replace(/\/+$/, ""), body);
    if (answer.status < 300) await pass(incoming, standIn, body);
    return answer;
  }

  /** The address of a file has to be on the server that told it. */
  function withOwnAddress(answer: Relayed): Relayed {
    if (!answer.contentType.startsWith("application/json")) return answer;
    return { ...answer, body: Buffer.from(answer.body.toString().replaceAll(standIn, url)) };
  }

  return {
    url,
    async stop() {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

async function pass(
  { method = "GET", url = "/", headers }: IncomingMessage,
  to: string,
  body: Buffer,
): Promise<Relayed> {
  const own = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !HOP_BY_HOP.has(name) ? [[name, value]] : [],
  );
  const response = await fetch(to + url, {
    method,
    headers: own,
    redirect: "manual",
    body: method === "POST" ? new Uint8Array(body) : null,
  });
  const contentType = response.headers.get("content-type") ?? "application/octet-stream";
  return { status: response.status, contentType, body: Buffer.from(await response.arrayBuffer()) };
}
