import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identifiersOf, isBusinessScopedUserId, phoneFromWaId } from "../../functions/identities/person.ts";

describe("a business-scoped user id", () => {
  it.each(["PE.13491208655302741918", "US.A", "US.ENT.11815799212886844830", `BR.${"a".repeat(128)}`])(
    "may read %s",
    (text) => {
      expect(isBusinessScopedUserId(text)).toBe(true);
    },
  );

  it.each([
    "",
    "51999999999",
    "+51999999999",
    "PE.",
    "PE.ENT.",
    "pe.123",
    "PER.123",
    "PE.12 3",
    "PE.12-3",
    "PE.123\n",
    `PE.${"1".repeat(129)}`,
  ])("never reads %j", (text) => {
    expect(isBusinessScopedUserId(text)).toBe(false);
  });

  it("is never a phone number as well", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z]{2}\.[0-9A-Z]{1,20}$/)), (text) => {
        expect(isBusinessScopedUserId(text) && phoneFromWaId(text) !== undefined).toBe(false);
      }),
    );
  });
});

describe("WhatsApp's number of a person", () => {
  it.each([
    ["51999999999", "+51999999999"],
    ["+51999999999", "+51999999999"],
    ["12345", "+12345"],
    ["123456789012345", "+123456789012345"],
  ])("%s is %s in E.164", (waId, phone) => {
    expect(phoneFromWaId(waId)).toBe(phone);
  });

  it.each([
    "",
    "+",
    "++51999999999",
    "051999999999",
    "1234",
    "1234567890123456",
    "51 999 999 999",
    "51999999999\n",
    "PE.13491208655302741918",
    "<WHATSAPP_USER_PHONE_NUMBER>",
    "٥١٩٩٩٩٩٩",
  ])("%j is none, and is not made into one", (waId) => {
    expect(phoneFromWaId(waId)).toBeUndefined();
  });
});

describe("the identifiers of a person", () => {
  it.each([
    [{ phone: "+51999999999", userId: "PE.1" }, ["PE.1", "+51999999999"]],
    [{ userId: "PE.1", displayName: "Ana" }, ["PE.1"]],
    [{ phone: "+51999999999" }, ["+51999999999"]],
    [{}, []],
  ])("of %j are %j, the BSUID first", (person, identifiers) => {
    expect(identifiersOf(person)).toEqual(identifiers);
  });
});
