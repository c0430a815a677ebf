import * as z from "zod/mini";
import { type Behaviour, FAITHFUL } from "../http/behaviour.ts";
import { commonFields, transportBehaviour, transportFaults } from "../http/transport-faults.ts";
import { failure } from "./envelope.ts";
import { CARTAAI_OPERATIONS, type CartaAIOperation } from "./operations.ts";

/** What can be made to go wrong at CartaAI. */
export const cartaaiFaultSchema = z.discriminatedUnion("fault", [
  ...transportFaults(CARTAAI_OPERATIONS),
  /** An error with HTTP 200; nothing is applied, unless it is said to be. */
  z.strictObject({
    fault: z.literal("errorEnvelope"),
    ...commonFields(CARTAAI_OPERATIONS),
    applied: z._default(z.boolean(), false),
  }),
  /** Removes every conversation's record before the next call is carried out. */
  z.strictObject({
    fault: z.literal("forgetSessions"),
    ...commonFields(CARTAAI_OPERATIONS),
    times: z._default(z.int().check(z.gte(1)), 1),
  }),
]);
export type CartaAIFault = z.output<typeof cartaaiFaultSchema>;
/** A fault as it is switched on: what has a default can be left out. */
export type CartaAIFaultSettings = z.input<typeof cartaaiFaultSchema>;

export function cartaaiBehaviour(
  fault: CartaAIFault,
  operation: CartaAIOperation | undefined,
  forgetSessions: () => void,
): Behaviour {
  switch (fault.fault) {
    case "errorEnvelope":
      return {
        ...FAITHFUL,
        apply: fault.applied,
        answer: failure(operation, 200, "Error processing the request"),
      };
    case "forgetSessions":
      return { ...FAITHFUL, beforehand: [forgetSessions] };
    default:
      return transportBehaviour(fault, (status) => failure(operation, status, reasonOf(status)));
  }
}

function reasonOf(status: number): string {
  if (status === 401) return "Unauthorized";
  if (status === 429) return "Too many requests";
  return status < 500 ? "Bad request" : "Internal server error";
}
