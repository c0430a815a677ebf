import { beforeEach, describe, expect, it } from "vitest";
import type { Business } from "../../functions/businesses/business.ts";
import { createBusinessDirectory } from "../../functions/businesses/business-directory.ts";
import type { FindBusiness } from "../../functions/businesses/businesses-table.ts";

const LA_BRASA: Business = { phoneNumberId: "1001", name: "La Brasa", subDomain: "la-brasa" };
const RENAMED: Business = { ...LA_BRASA, name: "La Gran Brasa" };
const EL_ROCOTO: Business = { phoneNumberId: "1002", name: "El Rocoto", subDomain: "el-rocoto" };

const MINUTE = 60_000;

let now: number;
let stored: Map<string, Business>;
let reads: string[];
let broken: boolean;

const find: FindBusiness = async (phoneNumberId) => {
  reads.push(phoneNumberId);
  if (broken) throw new Error("the table is throttled");
  return stored.get(phoneNumberId);
};

beforeEach(() => {
  now = 0;
  stored = new Map([LA_BRASA, EL_ROCOTO].map((business) => [business.phoneNumberId, business]));
  reads = [];
  broken = false;
});

function directory(fallback?: Business): FindBusiness {
  return createBusinessDirectory(find, { fallback, clock: () => now });
}

describe("the business directory", () => {
  it("remembers for a minute what the table said", async () => {
    const findBusiness = directory();
    expect(await findBusiness("1001")).toEqual(LA_BRASA);
    stored.set("1001", RENAMED);

    now = MINUTE - 1;
    expect(await findBusiness("1001")).toEqual(LA_BRASA);
    expect(reads).toEqual(["1001"]);

    now = MINUTE;
    expect(await findBusiness("1001")).toEqual(RENAMED);
    expect(reads).toEqual(["1001", "1001"]);
  });

  it("remembers for a minute that a number is nobody's", async () => {
    const findBusiness = directory();
    expect(await findBusiness("1003")).toBeUndefined();
    stored.set("1003", { ...LA_BRASA, phoneNumberId: "1003" });

    now = MINUTE - 1;
    expect(await findBusiness("1003")).toBeUndefined();
    expect(reads).toEqual(["1003"]);

    now = MINUTE;
    expect(await findBusiness("1003")).toMatchObject({ phoneNumberId: "1003" });
  });

  it("keeps numbers apart", async () => {
    const findBusiness = directory();
    expect(await Promise.all(["1001", "1002"].map(findBusiness))).toEqual([LA_BRASA, EL_ROCOTO]);
  });

  it("reads once for many who ask at the same time", async () => {
    const findBusiness = directory();

    const found = await Promise.all(Array.from({ length: 20 }, () => findBusiness("1001")));

    expect(found).toEqual(Array(20).fill(LA_BRASA));
    expect(reads).toEqual(["1001"]);
  });
});

describe("a table that cannot be read", () => {
  it("fails whoever asks for a number that was never known, until it can be read again", async () => {
    const findBusiness = directory(EL_ROCOTO);
    broken = true;
    await expect(findBusiness("1001")).rejects.toThrow("throttled");

    broken = false;
    expect(await findBusiness("1001")).toEqual(LA_BRASA);
  });

  it("leaves what was last known in use, and is asked again each time", async () => {
    const findBusiness = directory();
    await findBusiness("1001");
    broken = true;
    now = 10 * MINUTE;

    expect(await findBusiness("1001")).toEqual(LA_BRASA);
    expect(await findBusiness("1001")).toEqual(LA_BRASA);
    expect(reads).toHaveLength(3);

    broken = false;
    stored.set("1001", RENAMED);
    expect(await findBusiness("1001")).toEqual(RENAMED);
  });

  it("fails whoever asks for a number that was nobody's: it may be somebody's by now", async () => {
    const findBusiness = directory();
    await findBusiness("1003");
    broken = true;
    expect(await findBusiness("1003")).toBeUndefined();

    now = MINUTE;
    await expect(findBusiness("1003")).rejects.toThrow("throttled");

    broken = false;
    expect(await findBusiness("1003")).toBeUndefined();
  });

  it("leaves what was last known in use for all who ask at the same time", async () => {
    const findBusiness = directory();
    await findBusiness("1001");
    broken = true;
    now = 10 * MINUTE;

    const found = await Promise.all([findBusiness("1001"), findBusiness("1001"), findBusiness("1001")]);

    expect(found).toEqual([LA_BRASA, LA_BRASA, LA_BRASA]);
  });
});

describe("the business of the environment", () => {
  it("is found by its own number alone", async () => {
    const mine = { ...LA_BRASA, phoneNumberId: "2001" };
    const findBusiness = directory(mine);

    expect(await findBusiness("2001")).toEqual(mine);
    expect(await findBusiness("2002")).toBeUndefined();
  });

  it("gives way to the table's", async () => {
    expect(await directory(RENAMED)("1001")).toEqual(LA_BRASA);
  });
});
