import type { CartaAIFaultSettings } from "../../cartaai/faults.ts";
import type { FaultKind } from "../plan/fault-kinds.ts";
import type { Outage, PlannedFault } from "../plan/plan.ts";

/** Milliseconds that a proxy in front of CartaAI waits for it. */
export const PROXY_PATIENCE = 2_000;

/** The stand-in's fault for a planned one; "refused" is met before anything gets to the stand-in. */
export function toStandInFault({
  kind,
  variant,
}: Pick<PlannedFault, "kind" | "variant">): CartaAIFaultSettings | "refused" {
  const oneOf = <Value>(...values: [Value, ...Value[]]): Value =>
    values[Math.floor(variant * values.length)] ?? values[0];
  switch (kind) {
    case "cartaai-refused-connection":
      return "refused";
    case "cartaai-dropped":
      return { fault: "down" };
    case "cartaai-4xx":
      return { fault: "refuse", status: oneOf(400, 409, 413, 422) };
    case "cartaai-unauthorised":
      return { fault: "refuse", status: oneOf(401, 403) };
    case "cartaai-5xx":
      return { fault: "refuse", status: oneOf(500, 502, 503, 504) };
    case "cartaai-429":
      return { fault: "refuse", status: 429, ...(variant < 0.5 && { retryAfter: Math.ceil(variant * 120) }) };
    case "cartaai-error-envelope":
      return { fault: "errorEnvelope", applied: variant < 0.5 };
    case "cartaai-html":
      return { fault: "html", status: oneOf(200, 404, 502, 503) };
    case "cartaai-truncated":
      return { fault: "truncate" };
    case "cartaai-hung":
      return { fault: "hang" };
    case "cartaai-applied-late":
      // Our timeout is 10 seconds; what is applied later than 30 nobody can wait for (docs/decisions/0005).
      return { fault: "lateApply", ms: 10_500 + Math.floor(variant * 15_000) };
    case "cartaai-applied-behind-a-proxy":
      return { fault: "lateApply", ms: PROXY_PATIENCE + 1_000 + Math.floor(variant * 20_000) };
    case "cartaai-applied-then-hung":
      return { fault: "applyThenHang" };
    case "cartaai-applied-then-5xx":
      return { fault: "applyThenFail", status: oneOf(500, 502, 503, 504) };
    case "cartaai-applied-then-dropped":
      return { fault: "applyThenDrop" };
    case "cartaai-forgot-sessions":
      return { fault: "forgetSessions" };
    default:
      throw new TypeError(`${kind} is no fault of CartaAI's`);
  }
}

const OUTAGES: Readonly<Record<Outage["how"], FaultKind>> = {
  refused: "cartaai-refused-connection",
  dropped: "cartaai-dropped",
  hung: "cartaai-hung",
  "5xx": "cartaai-5xx",
  html: "cartaai-html",
  "429": "cartaai-429",
};

/** How a call during an outage fails. */
export function outageFault({ how }: Outage): CartaAIFaultSettings | "refused" {
  // 0.6: a 502 or 503, never a page with a 404, which would be about the address; a 429 that does not say until when.
  return toStandInFault({ kind: OUTAGES[how], variant: 0.6 });
}
