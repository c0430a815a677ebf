import * as z from "zod/mini";
import { businessSchema } from "../../functions/businesses/business.ts";
import { isBusinessScopedUserId, phoneFromWaId } from "../../functions/identities/person.ts";
import { readOptions } from "../command-line/read-options.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { type Environment, withStage } from "../deployment/outputs.ts";
import { readTarget, type Target } from "./target.ts";

/** Whom to forget, and where. */
export interface ForgetRequest {
  readonly identifiers: readonly [string, ...string[]];
  readonly subDomain: string;
  /** Undefined for every branch of the restaurant. */
  readonly localId: string | undefined;
  /** Says what would be erased, and erases nothing. */
  readonly preview: boolean;
  /** Also while something of theirs is on its way to CartaAI. */
  readonly evenUnderWay: boolean;
  readonly json: boolean;
  readonly target: Target;
}

const OPTIONS = {
  phone: { type: "string" },
  "user-id": { type: "string" },
  "sub-domain": { type: "string" },
  "local-id": { type: "string" },
  stage: { type: "string" },
  preview: { type: "boolean", default: false },
  "even-under-way": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/**
 * @returns "help" when that is asked for
 * @throws {UsageError} with every problem at once
 */
export function parseCommandLine(argv: readonly string[], environment: Environment): ForgetRequest | "help" {
  const options = readOptions(argv, OPTIONS);
  if (options.help) return "help";
  const problems: string[] = [];
  const identifiers = [phoneIn(options.phone, problems), userIdIn(options["user-id"], problems)];
  const [first, ...rest] = identifiers.filter((identifier) => identifier !== undefined);
  if (options.phone === undefined && options["user-id"] === undefined) {
    problems.push("--phone or --user-id is missing");
  }
  const subDomain = z.safeParse(businessSchema.shape.subDomain, options["sub-domain"]);
  if (!subDomain.success) problems.push("--sub-domain: expected the restaurant's name at CartaAI");
  const target = readTarget(withStage(options.stage, environment), problems);
  if (first === undefined || !subDomain.success || target === undefined) throw new UsageError(problems);
  return {
    identifiers: [first, ...rest],
    subDomain: subDomain.data,
    localId: options["local-id"],
    preview: options.preview,
    evenUnderWay: options["even-under-way"],
    json: options.json,
    target,
  };
}

function phoneIn(text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined) return undefined;
  const phone = phoneFromWaId(text);
  if (phone === undefined) problems.push("--phone: expected it with its country's code: +51999999999");
  return phone;
}

function userIdIn(text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined || isBusinessScopedUserId(text)) return text;
  problems.push("--user-id: expected a business-scoped user id: PE.13491208655302741918");
  return undefined;
}
