import type { Finding } from "./finding.ts";

const MARKS = { ok: "✓", failed: "✗", warning: "!" } as const;

export function describeFinding({ name, status, detail, fix }: Finding): string {
  if (status === "ok") return `${MARKS.ok} ${name}${detail === "" ? "" : ` (${detail})`}\n`;
  return `${MARKS[status]} ${name}\n    ${detail}\n    ${fix ?? ""}\n`;
}

export function describeSummary(findings: readonly Finding[]): string {
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  if (count("failed") > 0) return `\n${count("failed")} of ${findings.length} checks failed.\n`;
  const warnings = count("warning");
  return `\nA message can reach CartaAI.${warnings > 0 ? ` ${warnings} to look at.` : ""}\n`;
}

/** For programs: `{ ok, findings: [{ name, status, detail, fix? }] }`. */
export function toJson(findings: readonly Finding[]): string {
  const ok = findings.every(({ status }) => status !== "failed");
  return `${JSON.stringify({ ok, findings }, null, 2)}\n`;
}
