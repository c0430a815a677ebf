import type { Plan, PlannedWebhook } from "./plan/plan.ts";
import { Random } from "./random.ts";
import { runScenario } from "./run-scenario.ts";

const HOUR = 60 * 60 * 1000;

export interface OutageReport {
  readonly ok: boolean;
  readonly conversations: number;
  readonly events: number;
  /** Calls that CartaAI did not answer. */
  readonly refusedCalls: number;
  readonly deadLettered: number;
  /** What is missing, doubled, out of order or left over. */
  readonly damages: number;
  readonly seconds: number;
}

/** Six hours without CartaAI, while all conversations go on: afterwards everything has to be there without anybody's help. */
export async function runOutage(conversations: number, messages = 3): Promise<OutageReport> {
  const startedAt = performance.now();
  const { events, faults, deadLettered, damages } = await runScenario(outagePlan(conversations, messages));
  return {
    ok: damages.length === 0 && deadLettered === 0,
    conversations,
    events,
    refusedCalls: faults.get("cartaai-gone-for-hours") ?? 0,
    deadLettered,
    damages: damages.length,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

function outagePlan(conversations: number, messages: number): Plan {
  const random = new Random("outage");
  const from = HOUR / 2;
  const to = from + 6 * HOUR;
  const webhooks = Array.from({ length: conversations }, (_, person) =>
    Array.from({ length: messages }, (_, index): PlannedWebhook => {
      const id = `wamid.outage.${person}.${index}`;
      // The first is said before the outage by some, the last after it.
      const at = random.between((index * to) / messages, ((index + 1) * to) / messages);
      const turn = { after: random.between(500, 4_000), replies: [`reply to ${id}`], orders: false };
      const as = { phone: `51900${String(person).padStart(6, "0")}` };
      return {
        at,
        items: [{ kind: "message", id, person, as, text: id, turn }],
        copies: [],
        reordered: false,
      };
    }),
  ).flat();
  return {
    seed: "outage",
    people: conversations,
    hasBot: false,
    merging: [],
    webhooks,
    interferences: [],
    outages: [{ from, to, how: "5xx" }],
    faults: [],
  };
}
