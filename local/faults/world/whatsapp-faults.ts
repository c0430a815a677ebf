import type { WhatsAppFaultSettings } from "../../whatsapp/faults.ts";
import type { PlannedFault } from "../plan/plan.ts";

type WhatsAppFault = WhatsAppFaultSettings | "refused";

/** The stand-in's fault for a planned one; "refused" is met before anything gets to the stand-in. */
export function toWhatsAppFault({ kind, variant }: PlannedFault): WhatsAppFault {
  switch (kind) {
    case "whatsapp-unavailable":
      return oneOf<WhatsAppFault>(
        variant,
        "refused",
        { fault: "down" },
        { fault: "refuse", status: 503 },
        { fault: "html", status: 502 },
      );
    case "whatsapp-429":
      return oneOf<WhatsAppFault>(
        variant,
        { fault: "refuse", status: 429, retryAfter: Math.ceil(variant * 30) },
        { fault: "error", code: 131056 },
      );
    case "whatsapp-hung":
      return { fault: "hang" };
    case "whatsapp-sent-then-lost":
      return oneOf<WhatsAppFault>(
        variant,
        { fault: "sendThenDrop" },
        { fault: "applyThenHang" },
        { fault: "applyThenFail", status: 500 },
        // Our timeout is 10 seconds.
        { fault: "lateApply", ms: 10_500 + Math.floor(variant * 15_000) },
      );
    case "whatsapp-token":
      return { fault: "error", code: 190 };
    case "whatsapp-refused":
      return oneOf<WhatsAppFault>(
        variant,
        { fault: "error", code: 131026 },
        { fault: "error", code: 131049 },
      );
    default:
      throw new TypeError(`${kind} is no fault of WhatsApp's`);
  }
}

function oneOf<Value>(variant: number, ...values: [Value, ...Value[]]): Value {
  return values[Math.floor(variant * values.length)] ?? values[0];
}
