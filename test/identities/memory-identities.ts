import type { Identity, IdentityStore } from "../../functions/identities/identities-table.ts";

export interface MemoryIdentities extends IdentityStore {
  readonly items: Map<string, Identity>;
  /** The conversation of each identifier. */
  conversations(): Map<string, string>;
}

/**
 * The identities table's rules in memory, for thousands of runs.
 *
 * @param turn is waited for before and after each step of the store: decides who is faster in a race
 */
export function memoryIdentities(turn: () => Promise<unknown> = async () => {}): MemoryIdentities {
  const items = new Map<string, Identity>();
  return {
    items,
    conversations: () => new Map([...items].map(([key, { conversation }]) => [key, conversation])),
    async read(keys) {
      await turn();
      const found = keys.flatMap((key) => {
        const identity = items.get(key);
        return identity === undefined ? [] : [[key, identity] as const];
      });
      await turn();
      return new Map(found);
    },
    async tie(key, identity, before) {
      await turn();
      const stored = items.get(key);
      if (stored?.conversation === before?.conversation) items.set(key, identity);
      const now = items.get(key) ?? identity;
      await turn();
      return now;
    },
  };
}
