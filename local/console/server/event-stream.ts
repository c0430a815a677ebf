import type { IncomingMessage, ServerResponse } from "node:http";
import type { EventLog, LoggedEvent } from "./event-log.ts";
import { SECURITY_HEADERS } from "./guard.ts";

/** Milliseconds between two signs of life. */
const HEARTBEAT = 15_000;
/** Bytes that a client may be behind. One that is further behind is cut off, connects again, and gets what it missed. */
const BACKLOG_LIMIT = 8 * 1024 * 1024;

/** The connections that events are sent over. */
export class EventStreams {
  readonly #log: EventLog;
  readonly #open = new Set<ServerResponse>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** Answers GET /console/events: first what was missed, then everything as it happens. */
  connect(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      // A proxy that collects the answer would make it anything but live.
      "x-accel-buffering": "no",
    });
    const seen = lastSeen(request);
    const missed = seen === undefined ? [] : this.#log.since(seen);
    if (missed === undefined) response.write(resetText(this.#log.lastId));
    else for (const event of missed) response.write(textOf(event));
    response.write(": connected\n\n");

    const stopListening = this.#log.listen((event) => {
      if (response.writableLength > BACKLOG_LIMIT) response.destroy();
      else response.write(textOf(event));
    });
    const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT);
    heartbeat.unref();
    this.#open.add(response);
    response.once("close", () => {
      clearInterval(heartbeat);
      stopListening();
      this.#open.delete(response);
    });
  }

  /** Ends every connection. */
  close(): void {
    for (const response of this.#open) response.destroy();
  }
}

/** A connection that is made again says what it has in a header; a new page says it in the address. */
function lastSeen({ headers, url = "" }: IncomingMessage): string | undefined {
  const header = headers["last-event-id"];
  if (typeof header === "string" && header !== "") return header;
  return new URLSearchParams(url.split("?")[1] ?? "").get("after") ?? undefined;
}

function textOf({ id, name, data }: LoggedEvent): string {
  return `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`;
}

function resetText(id: string): string {
  return `id: ${id}\nevent: reset\ndata: ${JSON.stringify({ reason: "what was missed is not known any more" })}\n\n`;
}
