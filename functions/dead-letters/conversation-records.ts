import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readItems } from "../aws/batches.ts";
import type { Pause } from "../configuration/outside.ts";
import { branchOf } from "../identities/branch.ts";
import { type Identity, identityItemSchema } from "../identities/identity-item.ts";
import { identifiersOf } from "../identities/person.ts";
import { identityKey, mayBeTheirs } from "../identities/plan-identities.ts";
import type { EventKey } from "../sessions/applied-marks.ts";
import { type LoadedSessions, loadSessions } from "../sessions/load-sessions.ts";
import type { Conversation } from "../sync-events/contract.ts";

/** Somebody whose conversation is looked for: an event's own conversation, or a number or id under a branch. */
export type Known = Pick<Conversation, "subDomain" | "localId" | "key" | "phone" | "userId">;

/** What is on record about conversations; read only. */
export interface ConversationRecords {
  /** Sessions by key, and which of the events were applied. */
  load(sessionKeys: readonly string[], events: readonly EventKey[]): Promise<LoadedSessions>;
  /**
   * The key of the conversation that each is in now, in order: the one that the person's next message would go to. It
   * is another one than the event's own if conversations were merged while the event waited.
   */
  conversationKeys(conversations: readonly Known[]): Promise<string[]>;
}

export function createConversationRecords(
  dynamodb: DynamoDBClient,
  tables: { readonly sessions: string; readonly identities: string },
  pause?: Pause,
): ConversationRecords {
  return {
    load: (sessionKeys, events) => loadSessions(dynamodb, tables.sessions, sessionKeys, events, pause),

    async conversationKeys(conversations) {
      const keys = conversations.flatMap((known) => identityKeys(known));
      const items = await readItems(dynamodb, tables.identities, keys, pause);
      const identities = new Map(
        items.map((item) => identityItemSchema.parse(item)).map((item) => [item.pk, item]),
      );
      return conversations.map((known) => currentKey(known, identities));
    },
  };
}

/** By what the webhook would look the person up, and last by the key, which was one of their identifiers once. */
function identityKeys(known: Known): string[] {
  const branch = branchOf(known);
  return [...identifiersOf(personOf(known)), known.key].map((identifier) => identityKey(branch, identifier));
}

function currentKey(known: Known, identities: ReadonlyMap<string, Identity>): string {
  const userIds = known.userId === undefined ? [] : [known.userId];
  const found = identityKeys(known)
    .map((key) => identities.get(key))
    .find((identity) => identity !== undefined && mayBeTheirs(identity, userIds));
  return found?.conversation ?? known.key;
}

function personOf({ phone, userId }: Known) {
  return { ...(phone !== undefined && { phone }), ...(userId !== undefined && { userId }) };
}
