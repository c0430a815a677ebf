import type { CommandLine } from "./command-line.ts";
import { describeBusiness } from "./describe.ts";
import { checkToken, readToken } from "./token.ts";
import type { Workshop } from "./workshop.ts";

type ReplaceToken = Extract<CommandLine, { readonly command: "token" }>;

/**
 * Rotates a business's token: the Lambdas use the new one within five minutes, without a deployment.
 *
 * @throws {UnusableTokenError}
 */
export async function replaceToken(
  { phoneNumberId, tokenFile, checked }: ReplaceToken,
  workshop: Workshop,
): Promise<number> {
  const { registry, tokens, table, terminal } = workshop;
  const business = (await registry.find(phoneNumberId))?.business;
  if (business === undefined) {
    terminal.error(`No usable business has the phone number id ${phoneNumberId}. add registers one.\n`);
    return 1;
  }
  const token = await readToken(tokenFile);
  if (checked) await checkToken(phoneNumberId, token, workshop);
  const name = await tokens.put(phoneNumberId, token);
  if (business.tokenSecretId !== name) {
    await registry.replace({ ...business, tokenSecretId: name });
    terminal.out(`${table} points to it now.\n`);
  }
  terminal.out(`The token of ${describeBusiness(business)} is in ${name}, and in use within five minutes.\n`);
  return 0;
}
