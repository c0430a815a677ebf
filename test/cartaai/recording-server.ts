import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { type Listener, listen } from "../../local/http/listen.ts";

export interface ReceivedCall {
  readonly method: string | undefined;
  /** Path and query, as they came. */
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answering = (response: ServerResponse, request: IncomingMessage) => void;

export interface RecordingServer extends Pick<Listener, "url" | "stop"> {
  readonly calls: ReceivedCall[];
  /** How many connections the calls came over. */
  connections(): number;
  /** What each request gets from now on. */
  answer(next: Answering): void;
}

/** Answers as CartaAI does: an envelope. */
export function envelope(data: unknown, type = "1"): Answering {
  return json(200, { type, message: "ok", data });
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answering {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
  };
}

/** An HTTP server that writes every call down and answers it as it is told. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const calls: ReceivedCall[] = [];
  const connections = new Set<Socket>();
  let answering = envelope(null);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers } = request;
    connections.add(request.socket);
    calls.push({ method, url, headers, body: await text(request) });
    answering(response, request);
  }

  const { url, stop } = await listen((request, response) => void serve(request, response), 0, "127.0.0.1");
  return {
    url,
    stop,
    calls,
    connections: () => connections.size,
    answer(next) {
      answering = next;
    },
  };
}
