import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface OwnRequest {
  readonly method: string;
  /** With its query, as it came. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/**
 * A plain server that owes nothing to this project's stand-ins, so that stand-in and client cannot be wrong together.
 *
 * @param answer JSON, or a file; undefined for what the server does not know
 */
export async function startOwnServer(answer: (request: OwnRequest, url: string) => unknown) {
  const requests: OwnRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method = "", url: path = "", headers } = incoming;
    const request = { method, path, headers, bytes: await buffer(incoming) };
    requests.push(request);
    const given = answer(request, url);
    if (given instanceof OwnFile) {
      response.writeHead(200, { "content-type": given.mimeType }).end(given.bytes);
      return;
    }
    const status = given === undefined ? 404 : 200;
    const body = given ?? { error: { message: "no such thing", code: 100 } };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    requests,
    async stop() {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

export class OwnFile {
  readonly bytes: Buffer;
  readonly mimeType: string;

  constructor(bytes: Buffer, mimeType: string) {
    this.bytes = bytes;
    this.mimeType = mimeType;
  }
}
