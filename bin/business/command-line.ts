import * as z from "zod/mini";
import { type Business, businessSchema } from "../../functions/businesses/business.ts";
import { readOptions } from "../command-line/read-options.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { withStage } from "../deployment/outputs.ts";
import { type Environment, readTarget, TARGET_OPTIONS, type Target } from "./target.ts";

export type CommandLine =
  | { readonly command: "help" }
  | { readonly command: "list"; readonly json: boolean; readonly target: Target }
  | { readonly command: "remove"; readonly phoneNumberId: string; readonly target: Target }
  | {
      readonly command: "add";
      readonly business: Business;
      readonly replace: boolean;
      /** Where its WhatsApp token is read from; undefined when it has none, or a secret that somebody else keeps. */
      readonly tokenFile: string | undefined;
      readonly checked: boolean;
      readonly target: Target;
    }
  | {
      readonly command: "token";
      readonly phoneNumberId: string;
      readonly tokenFile: string;
      readonly checked: boolean;
      readonly target: Target;
    };

const COMMON = {
  ...TARGET_OPTIONS,
  stage: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;
const LIST = { ...COMMON, json: { type: "boolean", default: false } } as const;
const REMOVE = { ...COMMON, "phone-number-id": { type: "string" } } as const;
const TOKEN = {
  ...COMMON,
  "phone-number-id": { type: "string" },
  "token-file": { type: "string" },
  unchecked: { type: "boolean", default: false },
} as const;
const ADD = {
  ...COMMON,
  "phone-number-id": { type: "string" },
  name: { type: "string" },
  "sub-domain": { type: "string" },
  "local-id": { type: "string" },
  "bot-id": { type: "string" },
  "token-secret-id": { type: "string" },
  "token-file": { type: "string" },
  unchecked: { type: "boolean", default: false },
  currency: { type: "string" },
  language: { type: "string" },
  "calling-code": { type: "string" },
  replace: { type: "boolean", default: false },
} as const;

const idSchema = z.pick(businessSchema, { phoneNumberId: true });

/** @throws {UsageError} with every problem at once */
export function parseCommandLine(argv: readonly string[], environment: Environment): CommandLine {
  const [command, ...rest] = argv;
  switch (command) {
    case "add":
      return parseAdd(rest, environment);
    case "list":
      return parseList(rest, environment);
    case "token":
      return parseToken(rest, environment);
    case "remove":
      return parseRemove(rest, environment);
    case "-h":
    case "--help":
      return { command: "help" };
    default: {
      const problem = command === undefined ? "no command given" : `no such command: ${command}`;
      throw new UsageError([`${problem}; expected add, token, list or remove`]);
    }
  }
}

function parseAdd(args: readonly string[], environment: Environment): CommandLine {
  const options = readOptions(args, ADD);
  if (options.help) return { command: "help" };
  const problems: string[] = [];
  const business = readFields(
    businessSchema,
    {
      phoneNumberId: options["phone-number-id"],
      name: options.name,
      subDomain: options["sub-domain"],
      localId: options["local-id"],
      botId: options["bot-id"],
      tokenSecretId: options["token-secret-id"],
      currency: options.currency,
      language: options.language,
      callingCode: options["calling-code"],
    },
    problems,
  );
  const tokenFile = options["token-file"];
  if (tokenFile !== undefined && options["token-secret-id"] !== undefined) {
    problems.push("--token-file writes a secret, --token-secret-id names one: give one of them");
  }
  const target = readTarget(options, withStage(options.stage, environment), problems);
  if (tokenFile !== undefined) demandPrefix(target, problems);
  if (business === undefined || target === undefined || problems.length > 0) throw new UsageError(problems);
  return {
    command: "add",
    business,
    replace: options.replace,
    tokenFile,
    checked: !options.unchecked,
    target,
  };
}

function parseToken(args: readonly string[], environment: Environment): CommandLine {
  const options = readOptions(args, TOKEN);
  if (options.help) return { command: "help" };
  const problems: string[] = [];
  const id = readFields(idSchema, { phoneNumberId: options["phone-number-id"] }, problems);
  const tokenFile = options["token-file"] ?? "";
  if (tokenFile === "") problems.push("--token-file is missing");
  const target = readTarget(options, withStage(options.stage, environment), problems);
  demandPrefix(target, problems);
  if (id === undefined || target === undefined || problems.length > 0) throw new UsageError(problems);
  return { command: "token", ...id, tokenFile, checked: !options.unchecked, target };
}

function demandPrefix(target: Target | undefined, problems: string[]): void {
  if (target !== undefined && target.secretsPrefix === undefined) {
    problems.push("--stage is missing, and BUSINESS_SECRETS_PREFIX is not set: where are tokens kept?");
  }
}

function parseList(args: readonly string[], environment: Environment): CommandLine {
  const options = readOptions(args, LIST);
  if (options.help) return { command: "help" };
  const problems: string[] = [];
  const target = readTarget(options, withStage(options.stage, environment), problems);
  if (target === undefined) throw new UsageError(problems);
  return { command: "list", json: options.json, target };
}

function parseRemove(args: readonly string[], environment: Environment): CommandLine {
  const options = readOptions(args, REMOVE);
  if (options.help) return { command: "help" };
  const problems: string[] = [];
  const id = readFields(idSchema, { phoneNumberId: options["phone-number-id"] }, problems);
  const target = readTarget(options, withStage(options.stage, environment), problems);
  if (id === undefined || target === undefined) throw new UsageError(problems);
  return { command: "remove", ...id, target };
}

/** @param problems what is wrong is added here by the name of its option, and then nothing is answered */
function readFields<Schema extends z.ZodMiniType>(
  schema: Schema,
  fields: Readonly<Record<string, string | undefined>>,
  problems: string[],
): z.output<Schema> | undefined {
  const parsed = z.safeParse(schema, fields);
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.map(({ path, message }) => {
    const field = String(path[0]);
    if (fields[field] === undefined) return `${optionOf(field)} is missing`;
    return fields[field] === "" ? `${optionOf(field)} is empty` : `${optionOf(field)}: ${message}`;
  });
  problems.push(...new Set(found));
  return undefined;
}

/** "phoneNumberId" is given by "--phone-number-id". */
function optionOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
