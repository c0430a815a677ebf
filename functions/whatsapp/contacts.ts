import * as z from "zod/mini";
import { isBusinessScopedUserId, type Person, phoneFromWaId } from "../identities/person.ts";
import { identifierText, ifUsable } from "./fields.ts";
import { defined } from "./json.ts";
import { cutText, MAX_LABEL_CHARACTERS } from "./limits.ts";

/** How an item names a person, as written: `waId` may be digits, a BSUID or a placeholder. */
export interface Claim {
  readonly waId?: string | undefined;
  readonly userId?: string | undefined;
}

const contactSchema = z.object({
  wa_id: ifUsable(identifierText),
  user_id: ifUsable(identifierText),
  profile: ifUsable(z.object({ name: ifUsable(z.string()), username: ifUsable(z.string()) })),
});

/** The `contacts` of one webhook value, found by number or by BSUID. */
export class Contacts {
  readonly #byIdentifier = new Map<string, Person>();
  readonly #only: Person | undefined;

  constructor(raw: unknown) {
    const contacts = Array.isArray(raw) ? raw : [];
    for (const contact of contacts) this.#add(contact);
    this.#only = contacts.length === 1 ? readContact(contacts[0])?.person : undefined;
  }

  /**
   * The person that an item claims to be from or to, completed from the matching contact, or from the only contact
   * when that does not contradict the claim. What the item itself says always wins. `undefined` when nobody is named.
   */
  resolve(claim: Claim): Person | undefined {
    const said = personFromClaim(claim);
    const contact = this.#find(claim, said) ?? this.#onlyUnlessContradicted(said);
    const person = defined({ ...contact, ...said });
    return person.phone === undefined && person.userId === undefined ? undefined : person;
  }

  #add(raw: unknown): void {
    const contact = readContact(raw);
    if (contact === undefined) return;
    for (const identifier of [contact.waId, contact.person.userId, contact.person.phone]) {
      if (identifier === undefined || this.#byIdentifier.has(identifier)) continue;
      this.#byIdentifier.set(identifier, contact.person);
    }
  }

  #find(claim: Claim, said: Person): Person | undefined {
    for (const identifier of [said.userId, said.phone, claim.waId]) {
      const contact = identifier === undefined ? undefined : this.#byIdentifier.get(identifier);
      if (contact !== undefined) return contact;
    }
    return undefined;
  }

  #onlyUnlessContradicted(said: Person): Person | undefined {
    const contact = this.#only;
    if (contact === undefined) return undefined;
    return differ(said.phone, contact.phone) || differ(said.userId, contact.userId) ? undefined : contact;
  }
}

/** The identifiers in a claim. Some senders write the BSUID where the phone number belongs. */
export function personFromClaim(claim: Claim): Person {
  const userId = [claim.userId, claim.waId].find((id) => id !== undefined && isBusinessScopedUserId(id));
  return defined({ phone: claim.waId === undefined ? undefined : phoneFromWaId(claim.waId), userId });
}

function readContact(raw: unknown): { waId: string | undefined; person: Person } | undefined {
  const parsed = z.safeParse(contactSchema, raw);
  if (!parsed.success) return undefined;
  const { wa_id: waId, user_id: userId, profile } = parsed.data;
  const displayName = [profile?.name, profile?.username].find(
    (name) => name !== undefined && name.trim() !== "",
  );
  return {
    waId,
    person: defined({
      ...personFromClaim({ waId, userId }),
      displayName: displayName === undefined ? undefined : cutText(displayName.trim(), MAX_LABEL_CHARACTERS),
    }),
  };
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
