/**
 * For `vi.setConfig` in tests that start processes, servers or the whole system: they wait for outcomes, and a busy
 * machine must not fail them. Milliseconds.
 */
export const PATIENT = { testTimeout: 60_000, hookTimeout: 60_000 } as const;
