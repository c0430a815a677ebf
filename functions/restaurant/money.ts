/** For a business that names none: CartaAI's restaurants are in Peru. */
export const DEFAULT_CURRENCY = "PEN";

/** What no price reaches, in minor units: sums of a thousand lines are still exact. */
const MOST = Number.MAX_SAFE_INTEGER / 1_000_000;

/**
 * CartaAI's prices are in the major unit, with decimals: 7.9 → 790. A minor unit is a hundredth, whatever the currency;
 * less than half of one is rounded away. The decimal point is moved in the text, because 1.005 × 100 is not 100.5.
 *
 * @returns undefined for what is no price: negative, not finite, absurdly large
 */
export function toMinorUnits(major: number): number | undefined {
  const [digits = "", exponent = "0"] = String(major).split("e");
  const minor = Math.round(Number(`${digits}e${Number(exponent) + 2}`));
  // Comparison with NaN is false. A zero may be negative.
  return minor >= 0 && minor <= MOST ? Math.abs(minor) : undefined;
}

/** As CartaAI takes it: 790 → 7.9, the number that is written "7.9". */
export function toMajorUnits(minor: number): number {
  return minor / 100;
}

const formats = new Map<string, Intl.NumberFormat>();

/**
 * An amount as customers read it: 2490 → "S/ 24.90" (with a space that does not break).
 *
 * @param minor minor units
 * @param currency ISO 4217
 * @param language "es", "en", "fr" or "pt". A currency's code begins with its country's: Spanish as in Peru writes soles
 *   the way that Peru does. A country where the language is not spoken changes nothing.
 */
export function formatMoney(minor: number, currency: string, language: string): string {
  const locale = `${language}-${currency.slice(0, 2)}`;
  const key = `${locale} ${currency}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, { style: "currency", currency });
  formats.set(key, format);
  return format.format(toMajorUnits(minor));
}
