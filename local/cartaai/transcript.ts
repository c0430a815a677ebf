import type { NumberedEntry } from "./ledger.ts";

export interface TranscriptMessage {
  readonly role: "user" | "bot";
  readonly content: string;
  /** ISO 8601, CartaAI's clock. */
  readonly timestamp: string;
  readonly sessionId: string;
}

/** What was said, of all that was written. */
export function transcriptOf(entries: readonly NumberedEntry[]): TranscriptMessage[] {
  return entries
    .filter((entry) => entry.kind === "message")
    .map(({ role, content, at, sessionId }) => ({ role, content, timestamp: at, sessionId }));
}
