import * as z from "zod/mini";
import { type GraphReader, parseAnswer } from "./graph-reader.ts";

const phoneNumberSchema = z.object({
  id: z.string(),
  display_phone_number: z.string(),
  verified_name: z.optional(z.string()),
});

/** A business's phone number as Meta shows it to a token that may use it. */
export interface PhoneNumber {
  readonly displayed: string;
  readonly verifiedName: string | undefined;
}

/** Proves that a token is the one for a phone number. @throws {GraphProblem} when it is not */
export async function readPhoneNumber(
  graph: GraphReader,
  phoneNumberId: string,
  token: string,
): Promise<PhoneNumber> {
  const answer = await graph(phoneNumberId, token, { fields: "id,display_phone_number,verified_name" });
  const { display_phone_number: displayed, verified_name: verifiedName } = parseAnswer(
    phoneNumberSchema,
    answer,
  );
  return { displayed, verifiedName };
}
