import type { Exchange } from "../../http/stand-in-service.ts";
import { connectionLost } from "./connection-lost.ts";

/** What `fetch` gives for it. Never ends where nothing is answered. */
export async function toResponse(exchange: Exchange | undefined): Promise<Response> {
  if (exchange === undefined || exchange.answer === "never") return await new Promise(() => undefined);
  if (exchange.answer === "drop")
    throw new TypeError("fetch failed", { cause: connectionLost("UND_ERR_SOCKET") });
  const reply = typeof exchange.answer === "string" ? exchange.own : exchange.answer;
  if (reply === undefined) throw new TypeError("a call that was not carried out has no answer of its own");
  const { status, headers, body } = reply;
  const bytes = Buffer.from(body);
  if (exchange.answer !== "truncated") return new Response(bytes, { status, headers });
  return new Response(brokenOff(bytes.subarray(0, bytes.length / 2)), { status, headers });
}

function brokenOff(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
    },
    pull(controller) {
      controller.error(new TypeError("terminated", { cause: connectionLost("UND_ERR_SOCKET") }));
    },
  });
}

/** Rejects once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
