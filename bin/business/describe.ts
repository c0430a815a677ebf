import type { Business } from "../../functions/businesses/business.ts";
import type { RegistryEntry } from "../../functions/businesses/business-registry.ts";
import { formatTable, onOneLine } from "../command-line/format-table.ts";

const HEADINGS = [
  "PHONE NUMBER ID",
  "NAME",
  "SUBDOMAIN",
  "LOCAL",
  "BOT",
  "TOKEN SECRET",
  "CURRENCY",
  "LANGUAGE",
  "CALLING CODE",
];

/** A table of the businesses; what the webhook cannot use is named below it. */
export function describeEntries(entries: readonly RegistryEntry[]): string {
  if (entries.length === 0) return "No business is registered.\n";
  const businesses = entries.flatMap(({ business }) => business ?? []);
  const table = businesses.length === 0 ? "" : formatTable(HEADINGS, businesses.map(toRow));
  return (
    table +
    entries
      .filter(({ business }) => business === undefined)
      .map(describeUnusable)
      .join("")
  );
}

/** For programs: the businesses, and apart from them what the webhook cannot use. */
export function toJson(entries: readonly RegistryEntry[]): string {
  const unusable = entries.filter(({ business }) => business === undefined);
  const listing = {
    businesses: entries.flatMap(({ business }) => business ?? []),
    unusable: unusable.map(({ phoneNumberId, problems }) => ({ phoneNumberId, problems })),
  };
  return `${JSON.stringify(listing, null, 2)}\n`;
}

/** `La Terraza (phone number id 106540352242922, subdomain la-terraza)` */
export function describeEntry({ phoneNumberId, business }: RegistryEntry): string {
  if (business === undefined) return `an unusable item (phone number id ${onOneLine(phoneNumberId)})`;
  return describeBusiness(business);
}

export function describeBusiness({ phoneNumberId, name, subDomain }: Business): string {
  return `${onOneLine(name)} (phone number id ${phoneNumberId}, subdomain ${subDomain})`;
}

function toRow({ phoneNumberId, name, subDomain, ...rest }: Business): string[] {
  const { localId = "-", botId = "-", tokenSecretId = "-" } = rest;
  const { currency = "-", language = "-", callingCode = "-" } = rest;
  return [phoneNumberId, name, subDomain, localId, botId, tokenSecretId, currency, language, callingCode];
}

function describeUnusable({ phoneNumberId, problems }: RegistryEntry): string {
  return `Unusable: ${onOneLine(phoneNumberId)}, wrong: ${problems.join(", ")}\n`;
}
