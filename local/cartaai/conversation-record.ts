import type { LedgerEntry } from "./ledger.ts";

export const HOUR = 60 * 60 * 1000;
/** Milliseconds from a conversation's last activity to its end. */
export const LIFETIME = 24 * HOUR;
/** Messages that a conversation shows. */
export const HISTORY_LIMIT = 20;

export interface HistoryEntry {
  readonly role: string;
  readonly content: string;
  /** ISO 8601, CartaAI's clock. */
  readonly timestamp: string;
}

/** A conversation's document. Never changed in place: a write saves a new one over it. Times in epoch milliseconds. */
export interface ConversationRecord {
  readonly sessionId: string;
  readonly userId: string;
  readonly botId: string;
  readonly subDomain: string;
  readonly localId?: string;
  readonly currentIntent: string;
  readonly currentStep: string;
  readonly previousIntent?: string;
  readonly previousStep?: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly isActive: boolean;
  readonly lastActivity: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number;
  /** Everything that was written, beyond the last 20. Part of the document, so that a lost write is lost here too. */
  readonly written: readonly LedgerEntry[];
}
