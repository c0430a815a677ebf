/**
 * What `npm run cost` comes to, in US dollars; docs/cost.md says how. Stands in the template, so that who reviews it knows;
 * a test compares it with what is measured.
 */
export const COST_OF_A_MILLION_TURNS = { dollars: 52, pricesAsOf: "2026-11-22" } as const;
