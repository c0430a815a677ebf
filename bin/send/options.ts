import * as z from "zod/mini";
import { type SendRequest, sendRequestSchema } from "../../local/console/api.ts";
import { explainedParse } from "../../local/http/explained-parse.ts";
import { readArguments } from "../command-line/read-options.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { DEFAULT_URL } from "../console/client.ts";

const text = { type: "string" } as const;
const OPTIONS = {
  ...{ from: text, "user-id": text, name: text, to: text, quoted: text, file: text },
  ...{ text, id: text, title: text, description: text, says: text, caption: text },
  ...{ latitude: text, longitude: text, place: text, address: text, items: text, note: text },
  ...{ about: text, emoji: text, phone: text, "new-user-id": text },
  url: { type: "string", default: DEFAULT_URL },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export interface SendOptions {
  readonly url: string;
  readonly json: boolean;
  readonly name: string;
  readonly identity: { readonly phone?: string; readonly userId?: string };
  /** A business's sub-domain, name or phone_number_id. */
  readonly to: string | undefined;
  /** The path of what is sent. */
  readonly file: string | undefined;
  /** Its customer is known only once the console has been asked. */
  readonly request: SendRequest;
}

/** @throws {UsageError} naming every problem @returns "help" when that is all that is asked */
export function readSendOptions(argv: readonly string[]): SendOptions | "help" {
  const { values, positionals } = readArguments(withNegatives(argv), OPTIONS);
  if (values.help) return "help";
  const [kind, ...rest] = positionals;
  if (kind === undefined) throw new UsageError(["no kind given: text, button, audio …"]);
  if (rest.length > 0) throw new UsageError([`not understood: ${rest.join(" ")}`]);
  if (values.from === undefined) throw new UsageError(["--from is missing"]);
  const { latitude, longitude, items, place } = values;
  const parsed = explainedParse(sendRequestSchema, {
    ...{ kind, customerId: "?", quoted: values.quoted, text: values.text, id: values.id },
    ...{ title: values.title, description: values.description, says: values.says, caption: values.caption },
    ...{ latitude: numberIn(latitude), longitude: numberIn(longitude), name: place },
    ...{ address: values.address, note: values.note, about: values.about },
    emoji: values.emoji ?? (kind === "reaction" ? "" : undefined),
    phone: values.phone?.replace(/^\+/, ""),
    userId: values["new-user-id"],
    ...(items !== undefined && { items: itemsIn(items) }),
  });
  if (!parsed.success) throw new UsageError([z.prettifyError(parsed.error)]);
  return {
    url: values.url,
    json: values.json,
    name: values.name ?? "Customer",
    identity: identityOf(values.from, values["user-id"]),
    to: values.to,
    file: values.file,
    request: parsed.data,
  };
}

/** "--latitude -12.1" as "--latitude=-12.1": half of the world would be taken for an option that there is not. */
function withNegatives(argv: readonly string[]): string[] {
  return argv.flatMap((argument, index) => {
    if (isCoordinate(argument) && isNegative(argv[index + 1])) return [`${argument}=${argv[index + 1]}`];
    return isNegative(argument) && isCoordinate(argv[index - 1]) ? [] : [argument];
  });
}

function isCoordinate(argument: string | undefined): boolean {
  return argument === "--latitude" || argument === "--longitude";
}

function isNegative(argument: string | undefined): boolean {
  return argument !== undefined && /^-[\d.]/.test(argument);
}

/** A user id has a dot after its country, a number has none. */
function identityOf(from: string, userId: string | undefined): SendOptions["identity"] {
  if (from.includes(".")) return { userId: from };
  return { phone: from.replace(/[^\d]/g, ""), ...(userId !== undefined && { userId }) };
}

function itemsIn(items: string) {
  return items.split(",").map((item) => {
    const [productId = "", quantity = "1"] = item.trim().split(":");
    return { productId, quantity: Number(quantity) };
  });
}

function numberIn(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
