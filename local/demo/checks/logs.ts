import type { SentMessage } from "../../whatsapp/outbox.ts";
import type { Evidence } from "../evidence.ts";
import { isSaid, saidIn } from "../expectations.ts";
import { lineSent } from "../outbox.ts";
import type { Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";

/** A line that has to be there, or nothing was captured that could be searched. */
const ALWAYS_LOGGED = "Added user message to conversation";

/** Nothing of what customers are, say and are told, and no secret, is in any log line at any level. */
export function checkLogs(scenario: Scenario, { logs, secrets, sent }: Evidence): Check {
  const values = forbiddenValues(scenario, secrets, sent);
  const found = [...values].filter(([value]) => spellings(value).some((spelling) => logs.includes(spelling)));
  const complaints = found.map(([value, kind]) => `${kind} ${JSON.stringify(value)} is logged`);
  if (!logs.includes(ALWAYS_LOGGED)) complaints.push("no log was captured");
  const lines = logs.split("\n").filter((line) => line !== "").length;
  return check(
    "Nobody's data and no secret in the logs",
    complaints,
    `${counted(values.size, "value")} looked for in ${counted(lines, "line")}`,
  );
}

/** What must not be logged, and what each of them is. */
function forbiddenValues(
  scenario: Scenario,
  secrets: readonly string[],
  sent: readonly SentMessage[],
): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, identities } of scenario.customers) {
    values.set(name, "the name");
    for (const { phone, userId } of identities) {
      if (phone !== undefined) values.set(phone, "the phone number");
      if (userId !== undefined) values.set(userId, "the BSUID");
    }
  }
  for (const { id, reads } of saidIn(scenario)) {
    values.set(id, "the message id");
    addText(values, reads);
  }
  for (const { reads } of scenario.deliveries.flatMap(({ items }) => items.filter(isSaid)))
    addText(values, reads);
  for (const message of sent) addAnswer(values, lineSent(message).content);
  for (const secret of secrets) values.set(secret, "the secret");
  return values;
}

/** Characters: a tap on "1" is found anywhere. */
const SHORTEST = 2;
/** Characters of a part: the less there is of it, the more often it is found where nobody was quoted. */
const SHORTEST_PART = 8;

/**
 * The customer's own words, without the label that says what kind of message it was, and each sentence of them: a caption
 * stands in front of what the picture shows.
 */
function addText(values: Map<string, string>, reads: string): void {
  const words = reads.replace(/^(?:\[[^\]]*\]\s*)+/, "");
  if (words.length >= SHORTEST) values.set(words, "the text");
  addParts(values, words.split(/(?<=[.?!])\s/), "the text");
}

/** What the bot said, line by line. */
function addAnswer(values: Map<string, string>, content: string): void {
  addParts(values, content.split("\n"), "the bot's text");
}

function addParts(values: Map<string, string>, parts: readonly string[], kind: string): void {
  for (const part of parts) if (part.length >= SHORTEST_PART) values.set(part, kind);
}

/** How a value may be written in a line: as it is, inside JSON (once or twice), in a URL, in base64. */
function spellings(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const inJsonTwice = JSON.stringify(inJson).slice(1, -1);
  return [value, inJson, inJsonTwice, encodeURIComponent(value), Buffer.from(value).toString("base64")];
}
