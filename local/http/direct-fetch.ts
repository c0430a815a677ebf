import type { Call } from "./call.ts";
import type { StandInService } from "./stand-in-service.ts";

/** A `fetch` that asks a stand-in without a socket between them. Faults that break a connection off are not for it. */
export function directFetch(service: StandInService): typeof fetch {
  return async (input, init = {}) => {
    const exchange = await service.exchange(toCall(String(input), init), () => init.signal?.aborted ?? false);
    const reply = typeof exchange?.answer === "object" ? exchange.answer : exchange?.own;
    if (exchange === undefined || reply === undefined) throw new TypeError("the call was not carried out");
    exchange.answered(reply.status);
    return new Response(Buffer.from(reply.body), { status: reply.status, headers: reply.headers });
  };
}

/** What a stand-in's server would have read off the wire. */
export function toCall(address: string, { method = "GET", headers, body }: RequestInit): Call {
  const url = new URL(address);
  return {
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(new Headers(headers)),
    body: Buffer.from(typeof body === "string" ? body : ""),
  };
}
