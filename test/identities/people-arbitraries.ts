import * as fc from "fast-check";
import { identifiersOf, type Person } from "../../functions/identities/person.ts";
import { type IdentityRequest, identityKey } from "../../functions/identities/plan-identities.ts";

export const BRANCH = "la-brasa:LOCAL-1";

/** Few enough that people's identifiers keep meeting each other. */
const phone = fc.constantFrom("+51900000001", "+51900000002", "+51900000003");
const userId = fc.constantFrom("PE.1", "PE.2", "PE.3");

export const person: fc.Arbitrary<Person> = fc.oneof(
  fc.record({ phone }),
  fc.record({ userId }),
  fc.record({ phone, userId }),
);

/** Somebody who writes, or of whom an id change is announced. */
export const request: fc.Arbitrary<IdentityRequest> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ branch: fc.constant(BRANCH), person }) },
  { weight: 1, arbitrary: fc.record({ branch: fc.constant(BRANCH), person, becomes: person }) },
);

/** The keys of every identifier that a request tells to be one person's. */
export function keysOf({ branch, person: own, becomes = {} }: IdentityRequest): string[] {
  return [...identifiersOf(own), ...identifiersOf(becomes)].map((identifier) =>
    identityKey(branch, identifier),
  );
}
