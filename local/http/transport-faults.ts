import * as z from "zod/mini";
import { type Behaviour, FAITHFUL } from "./behaviour.ts";
import { proxyPage, type Reply } from "./reply.ts";

const milliseconds = z.number().check(z.gte(0));
const errorStatus = z.int().check(z.gte(400), z.lte(599));

/** What every fault says: which operation it concerns, and how often it strikes ("until switched off" if left out). */
export function commonFields<const Operations extends readonly string[]>(operations: Operations) {
  return {
    operation: z._default(z.enum(["*", ...operations]), "*"),
    times: z.optional(z.int().check(z.gte(1))),
  };
}

/** The faults that any HTTP service can have, one schema for each kind. */
export function transportFaults<const Operations extends readonly string[]>(operations: Operations) {
  const common = commonFields(operations);
  return [
    /** Closes the connection; nothing is applied. */
    z.strictObject({ fault: z.literal("down"), ...common }),
    /** Answers with an error status, nothing is applied. `retryAfter` in seconds. */
    z.strictObject({
      fault: z.literal("refuse"),
      ...common,
      status: z._default(errorStatus, 503),
      retryAfter: z.optional(z.int().check(z.gte(0))),
    }),
    /** A proxy answers in the service's stead; nothing is applied. */
    z.strictObject({
      fault: z.literal("html"),
      ...common,
      status: z._default(z.int().check(z.gte(200), z.lte(599)), 502),
    }),
    /** Never answers, nothing is applied. */
    z.strictObject({ fault: z.literal("hang"), ...common }),
    /** Waits, then does as usual, unless the client has left by then. */
    z.strictObject({ fault: z.literal("slow"), ...common, ms: milliseconds }),
    /** Waits, then applies the call whether or not the client is still there. */
    z.strictObject({ fault: z.literal("lateApply"), ...common, ms: milliseconds }),
    /** Applies the call, then breaks off in the middle of the answer. */
    z.strictObject({ fault: z.literal("truncate"), ...common }),
    /** Applies the call, then answers with an error status. */
    z.strictObject({
      fault: z.literal("applyThenFail"),
      ...common,
      status: z._default(errorStatus, 500),
    }),
    /** Applies the call, then closes the connection. */
    z.strictObject({ fault: z.literal("applyThenDrop"), ...common }),
    /** Applies the call, then never answers. */
    z.strictObject({ fault: z.literal("applyThenHang"), ...common }),
  ] as const;
}

export type TransportFault = z.output<ReturnType<typeof transportFaults<readonly string[]>>[number]>;

/** @param errorReply how this service puts an error of a given status */
export function transportBehaviour(fault: TransportFault, errorReply: (status: number) => Reply): Behaviour {
  const unapplied = { ...FAITHFUL, apply: false };
  switch (fault.fault) {
    case "down":
      return { ...unapplied, answer: "drop" };
    case "refuse":
      return { ...unapplied, answer: withRetryAfter(errorReply(fault.status), fault.retryAfter) };
    case "html":
      return { ...unapplied, answer: proxyPage(fault.status) };
    case "hang":
      return { ...unapplied, answer: "never" };
    case "slow":
      return { ...FAITHFUL, delay: fault.ms };
    case "lateApply":
      return { ...FAITHFUL, delay: fault.ms, evenIfGone: true };
    case "truncate":
      return { ...FAITHFUL, answer: "truncated" };
    case "applyThenFail":
      return { ...FAITHFUL, answer: errorReply(fault.status) };
    case "applyThenDrop":
      return { ...FAITHFUL, answer: "drop" };
    case "applyThenHang":
      return { ...FAITHFUL, answer: "never" };
  }
}

function withRetryAfter(reply: Reply, seconds: number | undefined): Reply {
  return seconds === undefined
    ? reply
    : { ...reply, headers: { ...reply.headers, "retry-after": String(seconds) } };
}
