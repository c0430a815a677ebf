import { describe, expect, it, vi } from "vitest";
import { runOutage } from "../../local/faults/outage.ts";
import { makePlan } from "../../local/faults/plan/make-plan.ts";
import { play, seedOf } from "../../local/faults/play.ts";
import { isFailure, toReport } from "../../local/faults/report.ts";
import { runScenario } from "../../local/faults/run-scenario.ts";
import { type SafeguardName, WITHOUT } from "../../local/faults/safeguards/safeguards.ts";
import { shrink } from "../../local/faults/shrink.ts";

// It computes instead of waiting: on a busy machine each second is many. Milliseconds.
vi.setConfig({ testTimeout: 300_000 });

/** The scenarios are the same in every run: what varies from run to run is continuous integration's business. */
const SEED = "laboratory";
/** Within so many scenarios the damage has to show. */
const SCENARIOS = 500;

async function firstDamage(name: SafeguardName) {
  for (let scenario = 0; scenario < SCENARIOS; scenario++) {
    const { damages } = await play(SEED, scenario, WITHOUT[name]);
    const serious = damages.filter(isFailure);
    if (serious.length > 0) return { scenario, kinds: new Set(serious.map(({ kind }) => kind)) };
  }
  return undefined;
}

/** The first scenario in which CartaAI answers 429 for hours: rare, because each of them takes a second. */
function firstBusy(): number {
  const isBusy = (scenario: number) =>
    makePlan(seedOf(SEED, scenario)).outages.some(({ how }) => how === "429");
  return Array.from({ length: SCENARIOS }, (_, scenario) => scenario).findIndex(isBusy);
}

describe("the fault laboratory", () => {
  it("finds no damage in what is deployed, by the same scenarios that find it without a safeguard", async () => {
    const summaries = [];
    const first = Array.from({ length: 15 }, (_, scenario) => scenario);
    for (const scenario of [...first, firstBusy()]) summaries.push(await play(SEED, scenario));

    const report = toReport(SEED, summaries, 0);

    expect(report.failures).toEqual([]);
    expect(report).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, stuck: 0, crashed: 0 });
    expect(report.replayed).toBeGreaterThan(0);
    // None of the kinds is missing.
    expect(Object.entries(report.faultsByKind).filter(([, count]) => count === 0)).toEqual([]);
  });

  it.each([
    ["watermark", "duplicated"],
    ["reading back", "duplicated"],
    ["FIFO grouping", "reordered"],
    ["waves of batches", "reordered"],
    ["order inside a batch", "reordered"],
    ["dead-lettering", "lost"],
    ["session replacement", "stuck"],
    ["telling a proxy from CartaAI", "duplicated"],
    ["waits that grow with receives", "wrongly-dead-lettered"],
    ["recognising late states", "reordered"],
    ["conversation identity", "reordered"],
    ["turn record written before acting", "duplicated"],
    ["claims", "duplicated"],
  ] as const)("finds the damage without this safeguard: %s", async (name, kind) => {
    expect((await firstDamage(name))?.kinds).toContain(kind);
  });

  it("plays a scenario the same way again", async () => {
    const [once, again] = [await play(SEED, 7), await play(SEED, 7)];

    expect(again).toEqual(once);
  });

  it("shrinks a schedule that does damage to one that still does, with less in it", async () => {
    const wiring = WITHOUT["dead-lettering"];
    const { scenario = 0 } = (await firstDamage("dead-lettering")) ?? {};
    const plan = makePlan(seedOf(SEED, scenario));

    const shrunk = await shrink(plan, wiring, 60);

    expect((await runScenario(shrunk, { wiring })).damages).not.toEqual([]);
    expect(shrunk.faults.length).toBeLessThan(plan.faults.length / 4);
    expect(shrunk.webhooks.length).toBeLessThan(plan.webhooks.length);
  });
});

describe("six hours without CartaAI", () => {
  // `npm run faults -- --outage` has 2000 conversations.
  it("leave nothing missing, nothing out of order and nothing to do for anybody", async () => {
    const report = await runOutage(50);

    expect(report).toMatchObject({ ok: true, deadLettered: 0, damages: 0, events: 300 });
    expect(report.refusedCalls).toBeGreaterThan(50);
  });
});
