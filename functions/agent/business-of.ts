import type { Business } from "../businesses/business.ts";
import type { Conversation } from "../sync-events/contract.ts";
import type { TurnUnderWay } from "./conversation-record.ts";
import type { ConversationContext } from "./turn-context.ts";

/** Nobody has registered the number, or somebody has removed it since. */
export class UnknownBusinessError extends Error {
  override readonly name = "UnknownBusinessError";
}

/**
 * The number belongs to another restaurant than the one that the customer wrote to. Either it was moved meanwhile, or this
 * process has not heard of the move yet, which a minute mends (`createBusinessDirectory`).
 */
export class BusinessChangedError extends Error {
  override readonly name = "BusinessChangedError";
}

/**
 * The business that a turn is of, as it is registered now, but for the branch: menu, order and transcript are all of the
 * branch that the customer wrote to, whichever the number belongs to by now.
 *
 * @throws {UnknownBusinessError}
 * @throws {BusinessChangedError}
 */
export async function businessOf(
  { phoneNumberId, conversation }: Pick<TurnUnderWay, "phoneNumberId" | "conversation">,
  { dependencies }: Pick<ConversationContext, "dependencies">,
): Promise<Business> {
  const business = await dependencies.findBusiness(phoneNumberId);
  if (business === undefined) throw new UnknownBusinessError(`phone number id ${phoneNumberId}`);
  if (business.subDomain !== conversation.subDomain) {
    throw new BusinessChangedError(`phone number id ${phoneNumberId} is ${business.subDomain}'s now`);
  }
  return inBranch(business, conversation);
}

function inBranch(
  { localId: _, botId: __, ...restaurant }: Business,
  { localId, botId }: Conversation,
): Business {
  return {
    ...restaurant,
    ...(localId !== undefined && { localId }),
    ...(botId !== undefined && { botId }),
  };
}
