import type { Business } from "../businesses/business.ts";
import { branchOf } from "../identities/branch.ts";
import type { IdentityRequest } from "../identities/plan-identities.ts";
import { type FoundConversation, resolveConversations } from "../identities/resolve-conversations.ts";
import type { InboundMessage } from "../whatsapp/inbound.ts";
import type { WebhookDependencies } from "./dependencies.ts";
import type { Addressed } from "./find-businesses.ts";

/** A message with the business that it was sent to and the conversation that it belongs to. */
export interface AddressedMessage {
  readonly message: InboundMessage;
  readonly business: Business;
  readonly found: FoundConversation;
}

/** Finds the conversation of every message, and takes note of changed ids on the way. */
export async function findConversations(
  addressed: readonly Addressed[],
  { identities, telemetry }: WebhookDependencies,
): Promise<AddressedMessage[]> {
  const { found, merged } = await resolveConversations(addressed.map(toRequest), identities);
  if (merged > 0) telemetry.count("IdentitiesMerged", merged);
  return addressed.flatMap(({ item, business }, index) => {
    const conversation = found[index];
    return item.kind === "message" && conversation !== undefined
      ? [{ message: item, business, found: conversation }]
      : [];
  });
}

function toRequest({ item, business }: Addressed): IdentityRequest {
  const branch = branchOf(business);
  return item.kind === "message"
    ? { branch, person: item.person, becomes: item.becomes }
    : { branch, person: item.previous, becomes: item.current };
}
