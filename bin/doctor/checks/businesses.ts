import type { Business } from "../../../functions/businesses/business.ts";
import {
  createBusinessRegistry,
  type RegistryEntry,
} from "../../../functions/businesses/business-registry.ts";
import { onOneLine } from "../../command-line/format-table.ts";
import { failed, ok } from "../finding.ts";
import type { Examined, Patient } from "../patient.ts";

/** Which restaurants are registered, and whether the webhook can use what stands in the table. */
export async function examineBusinesses(patient: Patient): Promise<Examined<readonly Business[]>> {
  const name = "Restaurants are registered";
  const { BUSINESSES_TABLE: table } = patient.settings;
  let entries: readonly RegistryEntry[];
  try {
    entries = await createBusinessRegistry(patient.dynamodb, table).list();
  } catch (error) {
    const reason = error instanceof Error ? error.name : String(error);
    const fix = "Check the region and the AWS credentials, or BUSINESSES_TABLE; is the stack deployed?";
    return { findings: [failed(name, `table ${table} cannot be read: ${reason}`, fix)], result: undefined };
  }
  const businesses = entries.flatMap(({ business }) => business ?? []);
  const unusable = entries
    .filter(({ business }) => business === undefined)
    .map(({ phoneNumberId, problems }) =>
      failed(
        `The entry of phone number id ${onOneLine(phoneNumberId)} is usable`,
        `wrong: ${problems.join(", ")}`,
        "npm run business -- add --replace writes it anew; remove takes it away.",
      ),
    );
  const registered =
    businesses.length > 0
      ? ok(name, businesses.map((business) => onOneLine(business.name)).join(", "))
      : failed(name, `none in ${table}`, "npm run business -- add registers one.");
  return { findings: [registered, ...unusable], result: businesses };
}
