import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMoney, toMajorUnits, toMinorUnits } from "../../functions/restaurant/money.ts";

const minor = fc.integer({ min: 0, max: 9_000_000_000 });

describe("minor units", () => {
  it.each([
    [7.9, 790],
    [0, 0],
    [-0, 0],
    [0.07, 7],
    [1.1, 110],
    [36.9, 3690],
    [1.005, 101],
    [8.165, 817],
    [0.004, 0],
    [1e-7, 0],
    [1e3, 100_000],
    [12_345_678.91, 1_234_567_891],
  ])("of %d are %d", (major, expected) => {
    expect(toMinorUnits(major)).toBe(expected);
  });

  it.each([Number.NaN, -1, -0.01, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21, 1e300])(
    "of %d are none",
    (major) => {
      expect(toMinorUnits(major)).toBeUndefined();
    },
  );

  it("come back from the major unit, also as the text that a price was written in", () => {
    fc.assert(
      fc.property(minor, (amount) => {
        expect(toMinorUnits(toMajorUnits(amount))).toBe(amount);
        const written = `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;
        expect(toMinorUnits(Number(written))).toBe(amount);
        expect(toMajorUnits(amount)).toBe(Number(written));
      }),
    );
  });

  it("are whole and never negative, whatever number they are made of", () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        const amount = toMinorUnits(number);
        if (amount === undefined) return;
        expect(Number.isSafeInteger(amount)).toBe(true);
        expect(Object.is(amount, Math.abs(amount))).toBe(true);
      }),
    );
  });
});

describe("an amount as customers read it", () => {
  it.each([
    ["es", "PEN", "S/ 1,234.50"],
    ["en", "PEN", "PEN 1,234.50"],
    ["fr", "PEN", "1 234,50 PEN"],
    ["pt", "PEN", "PEN 1.234,50"],
    ["es", "USD", "$1,234.50"],
    ["pt", "BRL", "R$ 1.234,50"],
    ["es", "EUR", "1234,50 €"],
    ["es", "CLP", "$1.235"],
  ])("in %s and %s is %s", (language, currency, expected) => {
    expect(formatMoney(123_450, currency, language).replace(/\s/gu, " ")).toBe(expected);
  });

  it("shows every minor unit", () => {
    fc.assert(
      fc.property(minor, (amount) => {
        expect(Number(formatMoney(amount, "PEN", "en").replace(/\D/g, ""))).toBe(amount);
      }),
    );
  });
});
