import type { ServerResponse } from "node:http";

/** An HTTP answer, before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** What a proxy in front of an API answers when it answers instead of the API. */
export function proxyPage(status: number): Reply {
  const title = status < 400 ? "Welcome" : `${status} Bad Gateway`;
  return {
    status,
    headers: { "content-type": "text/html" },
    body: `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`,
  };
}

/** Sends the reply; does nothing when the client has gone. */
export function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, headersOf(reply)).end(reply.body);
}

/** Announces the whole reply, sends its first half, and breaks the connection. */
export function sendTruncated(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, headersOf(reply));
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

function headersOf(reply: Reply): Record<string, string> {
  return { ...reply.headers, "content-length": String(Buffer.byteLength(reply.body)) };
}
