import { formerlyOf, type Identity } from "./identity-item.ts";
import { type Identifier, identifiersOf, type Person } from "./person.ts";

/** Somebody who has to be given a conversation, and the ids that are announced as theirs from now on. */
export interface IdentityRequest {
  readonly branch: string;
  readonly person: Person;
  readonly becomes?: Person | undefined;
}

/** An identifier that has to be tied to a conversation. */
export interface Tie {
  /** Partition key: `{branch}#{identifier}`. */
  readonly key: string;
  readonly identity: Identity;
  readonly before: Identity | undefined;
}

export interface IdentityPlan {
  /** The conversation key of each request, in order. */
  readonly conversations: readonly string[];
  /** Of each request, the conversations that one of its identifiers belonged to before. */
  readonly formerKeys: readonly (readonly string[])[];
  /** The ties of each request, in the order in which they have to be made. */
  readonly ties: readonly (readonly Tie[])[];
}

/** `{branch}#{identifier}`: the same person is somebody else at another restaurant. */
export function identityKey(branch: string, identifier: Identifier): string {
  return `${branch}#${identifier}`;
}

/**
 * Decides, from what is known, which conversation each person belongs to. Requests are taken in order, and each sees what
 * the ones before it have changed.
 *
 * - Any known identifier finds the conversation; the BSUID's wins, because it is the stabler of the two.
 * - Nobody known yet: the conversation's key is the BSUID, else the phone number.
 * - A phone number that was last seen with another BSUID has been given to somebody else: it finds nothing, unless the
 *   person is announcing a new BSUID by it.
 * - Announced ids join the conversation. If the new id has been heard already, its conversation goes on and the old ids
 *   join that one: the person writes there now.
 * - An identifier that moves remembers where it was. Whatever conversation a message has ever been published to, each of
 *   its identifiers belonged to it then; so when the message comes again, they tell.
 */
export function planIdentities(
  requests: readonly IdentityRequest[],
  known: ReadonlyMap<string, Identity>,
): IdentityPlan {
  const current = new Map(known);
  const plans = requests.map((request) => planOne(request, current));
  return {
    conversations: plans.map(({ conversation }) => conversation),
    formerKeys: plans.map(({ formerKeys }) => formerKeys),
    ties: plans.map(({ ties }) => ties),
  };
}

/** Not if a phone number was last seen with another BSUID: it has been given to somebody else since. */
export function mayBeTheirs(identity: Identity, userIds: readonly string[]): boolean {
  return identity.userId === undefined || userIds.length === 0 || userIds.includes(identity.userId);
}

function planOne({ branch, person, becomes = {} }: IdentityRequest, current: Map<string, Identity>) {
  const identifiers = [...identifiersOf(becomes), ...identifiersOf(person)];
  const userIds = [becomes.userId, person.userId].filter((userId) => userId !== undefined);
  // Somebody who announces a change by the old number alone still has it; the new BSUID was never seen with it.
  const unquestioned = person.userId === undefined ? person.phone : undefined;
  const found = identifiers
    .map((identifier) => ({ identifier, identity: current.get(identityKey(branch, identifier)) }))
    .find(
      ({ identifier, identity }) =>
        identity !== undefined && (identifier === unquestioned || mayBeTheirs(identity, userIds)),
    );
  const conversation = found?.identity?.conversation ?? identifiersOf(person)[0] ?? identifiers[0] ?? "";

  const ties: Tie[] = [];
  // The phone number goes first: two Lambdas that meet somebody for the first time, one knowing the number alone, then
  // compete for the same item, and the loser adopts the winner's conversation.
  for (const identifier of identifiers.toReversed()) {
    const key = identityKey(branch, identifier);
    const before = current.get(key);
    const isPhone = !userIds.includes(identifier);
    const userId = isPhone ? (userIds[0] ?? before?.userId) : undefined;
    if (before?.conversation === conversation && before.userId === userId) continue;
    const formerly = formerlyOf(before, conversation);
    const identity = { conversation, userId, ...(formerly.length > 0 && { formerly }) };
    ties.push({ key, identity, before });
    current.set(key, identity);
  }
  const known = identifiers.flatMap((each) => current.get(identityKey(branch, each))?.formerly ?? []);
  const formerKeys = [...new Set(known)].filter((key) => key !== conversation);
  return { conversation, formerKeys, ties };
}
