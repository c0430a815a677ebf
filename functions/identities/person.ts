/**
 * Who is writing. WhatsApp knows a person by phone number, by business-scoped user id (BSUID), or by both; either
 * can be missing, and both can change.
 */
export interface Person {
  /** E.164 with its plus, as CartaAI has it: "+51999999999". */
  readonly phone?: string;
  /** BSUID, exactly as Meta wrote it: "PE.13491208655302741918". */
  readonly userId?: string;
  readonly displayName?: string;
}

/** A phone number or a BSUID: what a person is looked up by. */
export type Identifier = string;

/** Two letters, a dot, up to 128 letters and digits; a parent id has "ENT." after the dot (Meta, 2026). */
const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
/** E.164: at most 15 digits. Shorter than 5 is a short code, which cannot write on WhatsApp. */
const E164_DIGITS = /^[1-9][0-9]{4,14}$/;

/** Whether Meta's text is a business-scoped user id. Some senders put it where a phone number belongs. */
export function isBusinessScopedUserId(text: string): boolean {
  return BSUID.test(text);
}

/**
 * Meta's `wa_id` or `from` (digits without the plus) as E.164 with its plus. Never repairs a number: what is not
 * one already is `undefined`.
 */
export function phoneFromWaId(waId: string): string | undefined {
  const digits = waId.startsWith("+") ? waId.slice(1) : waId;
  return E164_DIGITS.test(digits) ? `+${digits}` : undefined;
}

/** The identifiers a person is known by, BSUID first: it is the stabler of the two. */
export function identifiersOf(person: Person): Identifier[] {
  return [person.userId, person.phone].filter((identifier) => identifier !== undefined);
}
