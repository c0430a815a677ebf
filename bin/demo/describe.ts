import type { Check } from "../../local/demo/checks/check.ts";
import type { CustomerEvidence } from "../../local/demo/evidence.ts";
import type { DemoReport } from "../../local/demo/run-demo.ts";

/** One for each conversation: as CartaAI's API shows it, and how much more its ledger has. */
export function toTranscripts(customers: readonly CustomerEvidence[]) {
  return customers.flatMap(({ customer, conversations, written }) =>
    conversations.map((conversation) => ({
      customer: customer.name,
      language: customer.language,
      business: customer.restaurant.business.name,
      ...conversation,
      written: written.filter(({ sessionId }) => sessionId === conversation.sessionId).length,
    })),
  );
}
type Transcript = ReturnType<typeof toTranscripts>[number];

export function toJson({ ok, checks, customers }: DemoReport): string {
  return `${JSON.stringify({ ok, checks, transcripts: toTranscripts(customers) }, null, 2)}\n`;
}

export function describeReport({ ok, checks, customers }: DemoReport): string {
  const verdict = ok ? "Every check holds." : "Not every check holds.";
  const transcripts = toTranscripts(customers).map(describeTranscript).join("\n");
  return `${transcripts}\n${describeChecks(checks)}\n${verdict}\n`;
}

function describeTranscript({
  customer,
  business,
  language,
  sessionId,
  messages,
  written,
}: Transcript): string {
  const earlier = written - messages.length;
  const note = earlier > 0 ? `  … ${earlier} earlier ones, which CartaAI no longer shows\n` : "";
  const lines = messages.map(({ role, content }) => `  ${role.padEnd(4)} │ ${indented(content)}\n`);
  return `${customer} at ${business} (${language}), ${sessionId}\n${note}${lines.join("")}`;
}

function indented(content: string): string {
  return content.replaceAll("\n", "\n       │ ");
}

function describeChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, ok, detail }) => `${ok ? "✓" : "✗"} ${name.padEnd(width)}  ${detail}\n`)
    .join("");
}
