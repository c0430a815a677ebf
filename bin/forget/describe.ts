import { STORES, type Store } from "./find-traces.ts";

/** What came of it; nothing in it tells who the person is. */
export interface Report {
  readonly outcome: "erased" | "nothing" | "preview" | "under-way";
  /** How many of each were found. */
  readonly found: Readonly<Record<Store, number>>;
  /** Whether something of theirs was being answered, or tried at CartaAI. */
  readonly underWay: boolean;
}

/** What no command of ours reaches, or what ends by itself. */
export const ELSEWHERE = [
  "CartaAI holds the conversation itself, and orders: ask its operators, under the same phone number or user id.",
  "turns.fifo and sync.fifo may hold what is not answered, or has not reached CartaAI yet: for hours at most.",
  "turns-dlq.fifo and sync-dlq.fifo keep what failed, texts included, for 14 days: docs/runbook.md says how to discard it, which goes first.",
  "Logs hold no number, id or text, only hashes; they end after the stage's retention.",
  "Marks of handled messages and events are hashes, and expire after 15 days.",
  "DynamoDB's point-in-time recovery can bring the erased items back for 35 days.",
  "WhatsApp keeps what Meta keeps.",
] as const;

const OUTCOMES = {
  erased: "Erased:",
  nothing: "Nothing is stored about this person at this restaurant:",
  preview: "Would be erased:",
  "under-way":
    "Nothing was erased: something of theirs is being answered, or tried at CartaAI. Run this again when it is settled,\nor with --even-under-way: what was tried may then be repeated there.",
} as const;

export function describeReport({ outcome, found }: Report): string {
  const counts = STORES.map((store) => `  ${store.padEnd(12)}${found[store]}\n`).join("");
  const elsewhere = ELSEWHERE.map((line) => `  - ${line}\n`).join("");
  return `${OUTCOMES[outcome]}\n${counts}\nNot erased by this command:\n${elsewhere}`;
}

/** For programs: `{ outcome, found: { identities, sessions, turns, checkpoints }, underWay, elsewhere }`. */
export function toJson(report: Report): string {
  return `${JSON.stringify({ ...report, elsewhere: ELSEWHERE }, null, 2)}\n`;
}
