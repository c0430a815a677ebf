import * as z from "zod/mini";
import { type Behaviour, FAITHFUL } from "../http/behaviour.ts";
import { json } from "../http/reply.ts";
import { commonFields, transportBehaviour, transportFaults } from "../http/transport-faults.ts";
import { apiErrorReply } from "./api-error.ts";
import { MODELS_OPERATIONS } from "./operations.ts";

/** What can be made to go wrong at the models. */
export const modelsFaultSchema = z.discriminatedUnion("fault", [
  ...transportFaults(MODELS_OPERATIONS),
  /** Answers with an error that has a code: `insufficient_quota` comes with 429. */
  z.strictObject({
    fault: z.literal("error"),
    ...commonFields(MODELS_OPERATIONS),
    status: z.int().check(z.gte(400), z.lte(599)),
    code: z.string(),
  }),
  /** Answers 200 with JSON in which nothing is where it belongs. */
  z.strictObject({ fault: z.literal("malformed"), ...commonFields(MODELS_OPERATIONS) }),
]);
export type ModelsFault = z.output<typeof modelsFaultSchema>;

export function modelsBehaviour(fault: ModelsFault): Behaviour {
  const unapplied = { ...FAITHFUL, apply: false };
  switch (fault.fault) {
    case "error":
      return { ...unapplied, answer: apiErrorReply(fault.status, `Refused: ${fault.code}`, fault.code) };
    case "malformed":
      return {
        ...unapplied,
        answer: json(200, { object: "chat.completion", choices: { text: 42 }, text: null }),
      };
    default:
      return transportBehaviour(fault, (status) => apiErrorReply(status, `Made to answer ${status}`));
  }
}
