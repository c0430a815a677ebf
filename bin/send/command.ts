import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import {
  customerSchema,
  mediaAnswerSchema,
  type SendAnswer,
  type State,
  sendAnswerSchema,
  stateSchema,
} from "../../local/console/api.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { UsageError } from "../command-line/usage-error.ts";
import { ConsoleClient } from "../console/client.ts";
import { guardConsole } from "../console/guard-console.ts";
import { HELP } from "./help.ts";
import { readSendOptions, type SendOptions } from "./options.ts";

/** `npm run send`. Returns the exit status; see `HELP`. */
export function sendMessage(argv: readonly string[], terminal: Terminal): Promise<number> {
  return guardConsole(HELP, terminal, async () => {
    const options = readSendOptions(argv);
    if (options === "help") {
      terminal.out(HELP);
      return 0;
    }
    const answer = await send(options, new ConsoleClient(options.url));
    terminal.out(options.json ? `${JSON.stringify(answer, null, 2)}\n` : describe(answer));
    return answer.statuses.every((status) => status === 200) ? 0 : 1;
  });
}

async function send(options: SendOptions, client: ConsoleClient): Promise<SendAnswer> {
  const { to, name, identity, file, request } = options;
  const { businesses } = await client.ask(stateSchema, { method: "GET", path: "/console/state" });
  const body = { phoneNumberId: businessIn(businesses, to), name, identity };
  const customer = await client.ask(customerSchema, { method: "POST", path: "/console/customers", body });
  const mediaId = file === undefined ? undefined : await upload(file, client);
  return await client.ask(sendAnswerSchema, {
    method: "POST",
    path: "/console/send",
    body: { ...request, customerId: customer.id, mediaId },
  });
}

function businessIn(businesses: State["businesses"], to: string | undefined): string {
  const found =
    to === undefined
      ? businesses[0]
      : businesses.find((each) => [each.subDomain, each.phoneNumberId, each.name].includes(to));
  if (found !== undefined) return found.phoneNumberId;
  throw new UsageError([`--to: expected one of ${businesses.map(({ subDomain }) => subDomain).join(", ")}`]);
}

const TYPES: Readonly<Record<string, string>> = {
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".webm": "audio/webm",
  ".wav": "audio/wav",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
};

async function upload(path: string, client: ConsoleClient): Promise<string> {
  const type = TYPES[extname(path).toLowerCase()];
  if (type === undefined) throw new UsageError([`--file: expected ${Object.keys(TYPES).join(", ")}`]);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError([`--file: ${error instanceof Error ? error.message : "cannot be read"}`]);
  });
  const file = { bytes: new Uint8Array(bytes), type };
  const { mediaId } = await client.ask(mediaAnswerSchema, { method: "POST", path: "/console/media", file });
  return mediaId;
}

function describe({ messageId, statuses, held, curl }: SendAnswer): string {
  const answered = held ? "held back by a fault of Meta's" : `webhook answered ${statuses.join(", ")}`;
  const sent = messageId === undefined ? "" : `message ${messageId}, `;
  return `${sent}${answered}\n${curl === undefined ? "" : `\nThe same as:\n\n${curl}\n`}`;
}
