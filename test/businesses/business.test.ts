import { describe, expect, it } from "vitest";
import { businessSchema } from "../../functions/businesses/business.ts";

const LA_BRASA = { phoneNumberId: "106540352242922", name: "La Brasa", subDomain: "la-brasa" };

const accepts = (business: unknown) => businessSchema.safeParse(business).success;

describe("a business", () => {
  it("has a number's id, a name and a subdomain, and may have more", () => {
    expect(accepts(LA_BRASA)).toBe(true);
    expect(accepts({ ...LA_BRASA, localId: "L1", botId: "b1", tokenSecretId: "secret" })).toBe(true);
  });

  it.each([
    ["an id with a plus", { phoneNumberId: "+51999999999" }],
    ["an id in words", { phoneNumberId: "one" }],
    ["an id without end", { phoneNumberId: "1".repeat(33) }],
    ["no name", { name: "" }],
    ["a subdomain with a separator of keys", { subDomain: "la#brasa" }],
    ["a subdomain with a line break", { subDomain: "la\nbrasa" }],
    ["a subdomain with a path", { subDomain: "la/../brasa" }],
    ["an empty branch", { localId: "" }],
  ])("does not have %s", (_, wrong) => {
    expect(accepts({ ...LA_BRASA, ...wrong })).toBe(false);
  });
});
