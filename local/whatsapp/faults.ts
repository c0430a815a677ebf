import * as z from "zod/mini";
import { type Behaviour, FAITHFUL } from "../http/behaviour.ts";
import { commonFields, transportBehaviour, transportFaults } from "../http/transport-faults.ts";
import { graphErrorReply } from "./graph-error.ts";
import { WHATSAPP_OPERATIONS } from "./operations.ts";

/** What can be made to go wrong at WhatsApp. */
export const whatsappFaultSchema = z.discriminatedUnion("fault", [
  ...transportFaults(WHATSAPP_OPERATIONS),
  /** Answers with an error code of Meta's, nothing is sent. The status is that of the code unless given. */
  z.strictObject({
    fault: z.literal("error"),
    ...commonFields(WHATSAPP_OPERATIONS),
    code: z.int(),
    subcode: z.optional(z.int()),
    details: z.optional(z.string()),
    status: z.optional(z.int().check(z.gte(400), z.lte(599))),
  }),
  /** Sends the message, then closes the connection: `applyThenDrop` by the name that a sender would look for. */
  z.strictObject({ fault: z.literal("sendThenDrop"), ...commonFields(WHATSAPP_OPERATIONS) }),
]);
export type WhatsAppFault = z.output<typeof whatsappFaultSchema>;
/** A fault as it is switched on: what has a default can be left out. */
export type WhatsAppFaultSettings = z.input<typeof whatsappFaultSchema>;

export function whatsappBehaviour(fault: WhatsAppFault): Behaviour {
  switch (fault.fault) {
    case "error":
      return { ...FAITHFUL, apply: false, answer: graphErrorReply(fault.code, fault) };
    case "sendThenDrop":
      return { ...FAITHFUL, answer: "drop" };
    default:
      return transportBehaviour(fault, (status) => graphErrorReply(codeOf(status), { status }));
  }
}

function codeOf(status: number): number {
  if (status === 401) return 190;
  if (status === 429) return 130429;
  return status < 500 ? 100 : 2;
}
