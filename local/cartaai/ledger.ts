/** What a write put into a conversation. */
export type Write =
  | { readonly kind: "message"; readonly role: "user" | "bot"; readonly content: string }
  | { readonly kind: "state"; readonly state: StatePatch }
  | { readonly kind: "order"; readonly orderId: string };

/** The body of a sync, without what was left out. */
export interface StatePatch {
  readonly intent?: string | undefined;
  readonly step?: string | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly isActive?: boolean | undefined;
}

export type LedgerEntry = Write & {
  readonly sessionId: string;
  readonly userId: string;
  readonly subDomain: string;
  /** ISO 8601, CartaAI's clock. */
  readonly at: string;
};

/** Counted from 1 over all conversations, in the order in which the writes were saved. */
export type NumberedEntry = LedgerEntry & { readonly sequence: number };

export interface LedgerReading {
  /** What stands in the conversations, those that were removed since included. */
  readonly entries: readonly NumberedEntry[];
  /** What was saved and acknowledged, and is gone because another write saved an older document over it. */
  readonly overwritten: readonly NumberedEntry[];
}

/** Every write that was ever saved, beyond the 20 messages that CartaAI shows. */
export class Ledger {
  readonly #sequences = new Map<LedgerEntry, number>();

  add(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) this.#sequences.set(entry, this.#sequences.size + 1);
  }

  /** @param standing everything that is written in the final documents */
  read(standing: readonly LedgerEntry[]): LedgerReading {
    const kept = new Set(standing);
    const saved = [...this.#sequences.keys()];
    return {
      entries: this.number(standing),
      overwritten: this.number(saved.filter((entry) => !kept.has(entry))),
    };
  }

  /** In the order in which they were saved. */
  number(entries: readonly LedgerEntry[]): NumberedEntry[] {
    return entries
      .map((entry) => ({ ...entry, sequence: this.#sequences.get(entry) ?? 0 }))
      .sort((one, other) => one.sequence - other.sequence);
  }
}
