import { readDuration } from "../../functions/dead-letters/time.ts";
import { phoneFromWaId } from "../../functions/identities/person.ts";
import {
  InvalidReplayRequestError,
  parseReplayRequest,
  type ReplayRequest,
} from "../../functions/replay/request.ts";
import { readOptions } from "../command-line/read-options.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { withStage } from "../deployment/outputs.ts";
import { type GivenOptions, OPTIONS } from "./options.ts";
import { type Environment, readTarget } from "./target.ts";

export type CommandLine =
  | { readonly command: "help" }
  | {
      readonly command: ReplayRequest["action"];
      readonly request: ReplayRequest;
      readonly json: boolean;
      readonly showContent: boolean;
      /** With everything in it that says where queues and tables are. */
      readonly environment: Environment;
    };

/** @throws {UsageError} with every problem at once */
export function parseCommandLine(argv: readonly string[], environment: Environment): CommandLine {
  const [command = "", ...rest] = argv;
  if (command === "-h" || command === "--help") return { command: "help" };
  if (!isAction(command)) {
    const problem = command === "" ? "no command given" : `no such command: ${command}`;
    throw new UsageError([`${problem}; expected list, preview, run or discard`]);
  }
  const options: GivenOptions = readOptions(attachIds(rest), OPTIONS[command]);
  if (options["help"]) return { command: "help" };

  const problems: string[] = [];
  const request = readRequest(command, options, problems);
  const { stage } = options;
  const deployed = withStage(typeof stage === "string" ? stage : undefined, environment);
  const target = readTarget(options, deployed, request?.queue ?? "sync", problems);
  if (request === undefined || problems.length > 0) throw new UsageError(problems);
  return {
    command,
    request,
    json: options["json"] === true,
    showContent: options["show-content"] === true,
    environment: target,
  };
}

function isAction(command: string): command is ReplayRequest["action"] {
  return Object.hasOwn(OPTIONS, command);
}

/** @param problems what is wrong is added here by the name of its option, and then nothing is answered */
function readRequest(
  action: ReplayRequest["action"],
  options: GivenOptions,
  problems: string[],
): ReplayRequest | undefined {
  const { ids, phone, limit, rate } = options;
  const given = {
    action,
    queue: options["queue"],
    business: options["business"],
    phone: typeof phone === "string" ? (phoneFromWaId(phone.trim()) ?? phone) : undefined,
    userId: options["user-id"],
    type: options["type"],
    class: options["class"],
    reason: options["reason"],
    since: options["since"],
    until: options["until"],
    ids: Array.isArray(ids) ? ids.flatMap(idsIn) : undefined,
    limit: numberIn(limit),
    rate: numberIn(rate),
    force: options["force"],
    wait: options["no-wait"] ? 0 : secondsIn(options["wait"]),
  };
  try {
    // Options that were not given have to be missing: those of another command are refused by name.
    return parseReplayRequest(
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    );
  } catch (error) {
    if (!(error instanceof InvalidReplayRequestError)) throw error;
    const found = error.problems.map(({ field, message }) => describeProblem(field, message, given));
    problems.push(...new Set(found));
    return undefined;
  }
}

function describeProblem(path: string, message: string, given: Readonly<Record<string, unknown>>): string {
  const [field = ""] = path.split(".");
  if (given[field] === undefined) return `${optionOf(field)} is missing`;
  return message.startsWith("is ") ? `${optionOf(field)} ${message}` : `${optionOf(field)}: ${message}`;
}

/** "userId" is given by "--user-id". */
function optionOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** An event's hash that begins with a dash, alone or before others. */
const DASHED_HASH = /^-[\w-]{21}(,|$)/;

/** Makes one argument of `--ids` and such a hash: parseArgs would take it for an option. */
function attachIds(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    if (arg === "--ids" && DASHED_HASH.test(args[index + 1] ?? "")) return [];
    return args[index - 1] === "--ids" && DASHED_HASH.test(arg) ? [`--ids=${arg}`] : [arg];
  });
}

function idsIn(list: unknown): string[] {
  return String(list)
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean);
}

/** What is no number stays as it is, and is refused by the schema. */
function numberIn(text: unknown): unknown {
  return typeof text === "string" && text.trim() !== "" ? Number(text) : text;
}

function secondsIn(text: unknown): unknown {
  return typeof text === "string" ? (readDuration(text) ?? numberIn(text)) : text;
}
