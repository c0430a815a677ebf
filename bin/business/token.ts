import { readFile } from "node:fs/promises";
import { explainGraphProblem } from "../graph/explain-problem.ts";
import { readPhoneNumber } from "../graph/read-phone-number.ts";
import type { Workshop } from "./workshop.ts";

/** A token that cannot be used. The message says why, and what to do. */
export class UnusableTokenError extends Error {
  override readonly name = "UnusableTokenError";
}

/** @throws {UnusableTokenError} */
export async function readToken(file: string): Promise<string> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch (cause) {
    throw new UnusableTokenError(`The token's file ${file} cannot be read.`, { cause });
  }
  const token = content.trim();
  if (token === "" || /\s/.test(token)) {
    throw new UnusableTokenError(`${file} has to hold the token and nothing else.`);
  }
  return token;
}

/**
 * Asks Meta whether the token is good for the phone number, and says whose number it is.
 *
 * @throws {UnusableTokenError}
 */
export async function checkToken(
  phoneNumberId: string,
  token: string,
  { graph, terminal }: Pick<Workshop, "graph" | "terminal">,
): Promise<void> {
  try {
    const { displayed, verifiedName = "no verified name" } = await readPhoneNumber(
      graph,
      phoneNumberId,
      token,
    );
    terminal.out(`Meta accepts the token: ${displayed}, ${verifiedName}.\n`);
  } catch (error) {
    const { problem, fix } = explainGraphProblem(error);
    throw new UnusableTokenError(`Nothing was written: ${problem}.\n${fix}`, { cause: error });
  }
}
