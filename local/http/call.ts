import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** A request, read to its end. */
export interface Call {
  readonly method: string;
  /** Without the query, as it came over the wire. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** Undefined when it was larger than the server takes. */
  readonly body: Uint8Array | undefined;
}

/**
 * @param bodyLimit bytes
 * @throws when the client goes away before its request is complete.
 */
export async function readCall(request: IncomingMessage, bodyLimit: number): Promise<Call> {
  const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
  return {
    method: request.method ?? "GET",
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: request.headers,
    body: await readBody(request, bodyLimit),
  };
}

/** The body as JSON; undefined when it is not JSON, or none was sent. */
export function jsonOf(call: Call): unknown {
  try {
    return JSON.parse(Buffer.from(call.body ?? []).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What follows "Bearer" in the Authorization header. */
export function bearerTokenOf(call: Call): string | undefined {
  return /^Bearer\s+(\S+)\s*$/i.exec(call.headers.authorization ?? "")?.[1];
}

/** Reads on to the end even beyond the limit: a client that is still sending would not see the answer. */
async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
