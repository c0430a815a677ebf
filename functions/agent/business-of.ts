import type { Business } from "../businesses/business.ts";
import type { TurnUnderWay } from "./conversation-record.ts";
import type { ConversationContext } from "./turn-context.ts";

/** Nobody has registered the number, or somebody has removed it since. */
export class UnknownBusinessError extends Error {
  override readonly name = "UnknownBusinessError";
}

/** @throws {UnknownBusinessError} */
export async function businessOf(
  { phoneNumberId }: Pick<TurnUnderWay, "phoneNumberId">,
  { dependencies }: Pick<ConversationContext, "dependencies">,
): Promise<Business> {
  const business = await dependencies.findBusiness(phoneNumberId);
  if (business === undefined) throw new UnknownBusinessError(`phone number id ${phoneNumberId}`);
  return business;
}
