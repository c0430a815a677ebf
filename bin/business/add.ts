import type { Business } from "../../functions/businesses/business.ts";
import { BusinessExistsError } from "../../functions/businesses/business-registry.ts";
import type { CommandLine } from "./command-line.ts";
import { describeBusiness, describeEntry } from "./describe.ts";
import { checkToken, readToken } from "./token.ts";
import type { Workshop } from "./workshop.ts";

type Add = Extract<CommandLine, { readonly command: "add" }>;

/**
 * Checks the token, writes its secret, and registers the business, in this order: a business in the table never points to
 * a secret that is not there, and a token that Meta refuses changes nothing.
 *
 * @throws {UnusableTokenError}
 */
export async function addBusiness(work: Add, workshop: Workshop): Promise<number> {
  const { business, replace } = work;
  const { registry } = workshop;
  const before = await registry.find(business.phoneNumberId);
  // Looked for first, or the token of the one that is there would be overwritten.
  if (before !== undefined && !replace) return refuse(business, workshop);
  const complete = await withToken(work, before?.business, workshop);
  if (replace) {
    await registry.replace(complete);
    const what = before === undefined ? "Added" : `Replaced ${describeEntry(before)} by`;
    workshop.terminal.out(`${what} ${describeBusiness(complete)} in ${workshop.table}.\n`);
    return 0;
  }
  try {
    await registry.add(complete);
  } catch (error) {
    if (!(error instanceof BusinessExistsError)) throw error;
    return refuse(business, workshop);
  }
  workshop.terminal.out(`Added ${describeBusiness(complete)} to ${workshop.table}.\n`);
  return 0;
}

/** The business with the id of the secret that its token is in. Replaced without a new token, it keeps the one it has. */
async function withToken(
  { business, tokenFile, checked }: Add,
  before: Business | undefined,
  workshop: Workshop,
): Promise<Business> {
  if (tokenFile === undefined) {
    const tokenSecretId = business.tokenSecretId ?? before?.tokenSecretId;
    return { ...business, ...(tokenSecretId !== undefined && { tokenSecretId }) };
  }
  const token = await readToken(tokenFile);
  if (checked) await checkToken(business.phoneNumberId, token, workshop);
  return { ...business, tokenSecretId: await workshop.tokens.put(business.phoneNumberId, token) };
}

function refuse({ phoneNumberId }: Business, { terminal }: Workshop): number {
  terminal.error(`Phone number id ${phoneNumberId} is registered already. --replace changes it.\n`);
  return 1;
}
