import { branchOf } from "../../functions/identities/branch.ts";
import { createIdentitiesTable } from "../../functions/identities/identities-table.ts";
import { identityKey } from "../../functions/identities/plan-identities.ts";
import type { Conversation } from "../../functions/sync-events/contract.ts";
import { IDENTITIES_TABLE } from "../../lib/resources.ts";
import type { ReplayBench } from "./replay-bench.ts";

/**
 * Writes what the webhook writes when it learns that an identifier belongs to a conversation.
 *
 * @param key the conversation's
 * @param userId the user id that the identifier, a phone number, was last seen with
 */
export async function tie(
  bench: ReplayBench,
  branch: Pick<Conversation, "subDomain" | "localId">,
  identifier: string,
  key: string,
  userId?: string,
): Promise<void> {
  const store = createIdentitiesTable(bench.dynamodb, IDENTITIES_TABLE.name, () => bench.time.now);
  await store.tie(identityKey(branchOf(branch), identifier), { conversation: key, userId }, undefined);
}
