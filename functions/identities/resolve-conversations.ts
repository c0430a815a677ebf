import type { Identity, IdentityStore } from "./identities-table.ts";
import { identifiersOf } from "./person.ts";
import { type IdentityRequest, identityKey, planIdentities, type Tie } from "./plan-identities.ts";

/** Two Lambdas kept getting in each other's way. Meta delivers again, and then it is settled. */
export class IdentityContentionError extends Error {
  override readonly name = "IdentityContentionError";
}

/** Where somebody writes. */
export interface FoundConversation {
  readonly key: string;
  /** Conversations that one of their identifiers belonged to before: the message may have been handled there already. */
  readonly formerKeys: readonly string[];
}

export interface ResolvedConversations {
  /** In the requests' order. */
  readonly found: readonly FoundConversation[];
  /** How many identifiers have moved from one conversation to another. */
  readonly merged: number;
}

const ATTEMPTS = 5;

/**
 * Finds each person's conversation key, and ties new identifiers to it. This happens before publication, because the key
 * decides the FIFO group, and with it the order (docs/decisions/0004).
 *
 * @throws {IdentityContentionError}
 */
export async function resolveConversations(
  requests: readonly IdentityRequest[],
  store: IdentityStore,
): Promise<ResolvedConversations> {
  if (requests.length === 0) return { found: [], merged: 0 };
  const known = await store.read(keysOf(requests));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { conversations, formerKeys, ties } = planIdentities(requests, known);
    if (await makeAll(ties, store, known)) {
      const found = conversations.map((key, index) => ({ key, formerKeys: formerKeys[index] ?? [] }));
      return { found, merged: ties.flat().filter(isMerge).length };
    }
  }
  throw new IdentityContentionError(`identities were still contested after ${ATTEMPTS} attempts`);
}

function keysOf(requests: readonly IdentityRequest[]): string[] {
  return requests.flatMap(({ branch, person, becomes = {} }) =>
    [...identifiersOf(person), ...identifiersOf(becomes)].map((identifier) =>
      identityKey(branch, identifier),
    ),
  );
}

function isMerge({ identity, before }: Tie): boolean {
  return before !== undefined && before.conversation !== identity.conversation;
}

/**
 * Makes the ties of all requests at once, but for those about the same identifier or conversation: they are made one
 * after the other, and no longer once one of them is contested, because the later ones were planned on top of it.
 *
 * @returns whether all are made; if not, `known` holds what is true now, and the plan has to be made again
 */
async function makeAll(
  ties: readonly (readonly Tie[])[],
  store: IdentityStore,
  known: Map<string, Identity>,
): Promise<boolean> {
  const lastAbout = new Map<string, Promise<boolean>>();
  const made = ties.map((ofRequest) => {
    const topics = ofRequest.flatMap(({ key, identity }) => [key, identity.conversation]);
    const before = Promise.all(topics.map((topic) => lastAbout.get(topic) ?? true));
    const done = before.then((earlier) => !earlier.includes(false) && make(ofRequest, store, known));
    for (const topic of topics) lastAbout.set(topic, done);
    return done;
  });
  return !(await Promise.all(made)).includes(false);
}

async function make(ties: readonly Tie[], store: IdentityStore, known: Map<string, Identity>) {
  for (const { key, identity, before } of ties) {
    const now = await store.tie(key, identity, before);
    known.set(key, now);
    if (now.conversation !== identity.conversation) return false;
  }
  return true;
}
