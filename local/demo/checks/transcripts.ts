import type { CustomerEvidence, Evidence } from "../evidence.ts";
import { repeatedIn, saidIn, transcriptOf } from "../expectations.ts";
import { lineOf } from "../items.ts";
import type { Line, Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";
import { compareTranscripts } from "./compare-transcripts.ts";

/** Messages that CartaAI's API shows of a conversation. */
const SHOWN = 20;

/** Each customer's conversation, as the API shows it and as the ledger has it beyond that, is what was said and sent. */
export function checkTranscripts(scenario: Scenario, evidence: Evidence): Check[] {
  return scenario.customers.map((customer) => {
    const name = `What ${customer.name} said and was told stands in CartaAI, in order, once`;
    const found = evidence.customers.find((one) => one.customer === customer);
    if (found === undefined) return check(name, ["not read back"], "");
    return checkOne(name, transcriptOf(scenario, customer, evidence), found);
  });
}

function checkOne(name: string, said: readonly Line[], evidence: CustomerEvidence): Check {
  const shown = evidence.conversations.flatMap(({ messages }) => messages);
  const complaints = new Set([
    ...compareTranscripts(said.slice(-SHOWN), shown),
    ...compareTranscripts(said, evidence.written),
  ]);
  const beyond = said.length > SHOWN ? `, ${shown.length} of them shown by the API` : "";
  const told = said.filter(({ role }) => role === "bot").length;
  return check(name, [...complaints], `${counted(said.length, "message")}, ${told} of them to them${beyond}`);
}

/** Nothing that Meta delivered again stands there again. */
export function checkDuplicates(scenario: Scenario, { customers }: Evidence): Check {
  const said = saidIn(scenario);
  const repeated = repeatedIn(scenario);
  const complaints = repeated.flatMap((message) => {
    const { role, content } = lineOf(message);
    const same = (line: { role: string; content: string }) => line.role === role && line.content === content;
    const expected = said.filter((one) => one.customer === message.customer && same(lineOf(one))).length;
    const standing = customers
      .filter(({ customer }) => customer === message.customer)
      .flatMap(({ written }) => written.filter(same)).length;
    return standing === expected ? [] : [`${JSON.stringify(content)} stands there ${standing} times`];
  });
  return check(
    "What Meta delivered twice stands there once",
    repeated.length === 0 ? ["nothing was delivered twice"] : complaints,
    `${counted(repeated.length, "message")} came twice`,
  );
}
