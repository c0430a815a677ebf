import * as z from "zod/mini";
import type { Person } from "../identities/person.ts";
import { type Claim, type Contacts, personFromClaim } from "./contacts.ts";
import { identifierText, ifUsable } from "./fields.ts";
import { defined } from "./json.ts";

/** The kinds of `system` message that tell a new number or id. `customer_changed_number` is the older name. */
const CHANGES: ReadonlySet<string> = new Set([
  "user_changed_number",
  "customer_changed_number",
  "user_changed_user_id",
]);

const systemMessageSchema = z.object({
  from: ifUsable(identifierText),
  from_user_id: ifUsable(identifierText),
  system: z.object({
    type: z.string().check(z.refine((type) => CHANGES.has(type))),
    body: ifUsable(z.string()),
    wa_id: ifUsable(identifierText),
    new_wa_id: ifUsable(identifierText),
    previous_wa_id: ifUsable(identifierText),
    customer: ifUsable(identifierText),
    user_id: ifUsable(identifierText),
    previous_user_id: ifUsable(identifierText),
  }),
});
type SystemMessage = z.output<typeof systemMessageSchema>;

/** Meta's sentence, "User Ana changed from 51999999999 to 51988888888", at the end of a system message's body. */
const SENTENCE = / from (\S{1,140}) to (\S{1,140})$/;
const SENTENCE_CHARACTERS = 300;

export interface Identified {
  readonly person: Person | undefined;
  readonly becomes?: Person;
}

/**
 * Whom a `system` message is about and, when it tells a new number or id, who that person becomes. Meta puts the old
 * ones in `from`, in `previous_user_id` or only in the sentence, and the new ones in `system`.
 *
 * @param claim what the message says of its sender, for the kinds that tell nothing new
 */
export function identifyFromSystemMessage(message: unknown, claim: Claim, contacts: Contacts): Identified {
  const parsed = z.safeParse(systemMessageSchema, message);
  if (!parsed.success) return { person: contacts.resolve(claim) };
  const becomes = personFromClaim(newClaimOf(parsed.data));
  if (!isIdentified(becomes)) return { person: contacts.resolve(claim) };
  const before = contacts.resolve(oldClaimOf(parsed.data, becomes));
  const person = before === undefined ? {} : without(before, becomes);
  // Without anything old it is simply the new person who is told about.
  return isIdentified(person) ? { person, becomes } : { person: contacts.resolve(newClaimOf(parsed.data)) };
}

function newClaimOf({ system }: SystemMessage): Claim {
  const told = sentenceOf(system.body).to;
  const isNumber = system.type !== "user_changed_user_id";
  return {
    waId: system.wa_id ?? system.new_wa_id ?? (isNumber ? told : undefined),
    userId: system.user_id ?? (isNumber ? undefined : told),
  };
}

function oldClaimOf({ from, from_user_id: fromUserId, system }: SystemMessage, becomes: Person): Claim {
  const told = sentenceOf(system.body).from;
  const candidates = [
    system.previous_user_id,
    from,
    system.customer,
    system.previous_wa_id,
    fromUserId,
    told,
  ];
  // Any of them has been seen to hold the new one.
  const old = candidates.map((waId) => without(personFromClaim({ waId }), becomes));
  return {
    waId: old.find(({ phone }) => phone !== undefined)?.phone,
    userId: old.find(({ userId }) => userId !== undefined)?.userId,
  };
}

function sentenceOf(body = ""): { from?: string | undefined; to?: string | undefined } {
  const [, from, to] = SENTENCE.exec(body.slice(-SENTENCE_CHARACTERS).trimEnd()) ?? [];
  return { from, to };
}

/** The person without the identifiers that the other one has too. */
function without(person: Person, other: Person): Person {
  return defined({
    ...person,
    phone: person.phone === other.phone ? undefined : person.phone,
    userId: person.userId === other.userId ? undefined : person.userId,
  });
}

function isIdentified(person: Person): boolean {
  return person.phone !== undefined || person.userId !== undefined;
}
