import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { PRICES_AS_OF } from "../../bench/cost/assumptions.ts";
import { billOf, totalOf } from "../../bench/cost/bill.ts";
import { type MeasuredTurns, measureTurns } from "../../bench/cost/measure-turns.ts";
import { COST_OF_A_MILLION_TURNS } from "../../lib/cost-of-a-million-turns.ts";
import { synthesise } from "../lib/synthesis.ts";
import { PATIENT } from "../support/patience.ts";

vi.setConfig(PATIENT);

const document = readFileSync(resolve(import.meta.dirname, "../../docs/cost.md"), "utf8");

/** What docs/cost.md says of a line: "| SQS requests | 13.7 | $6.85 |". */
function told(name: string): number {
  const cell = new RegExp(`^\\| ${name} \\| ([\\d.]+) \\|`, "m").exec(document)?.[1];
  return Number(cell);
}

/** Marks are written 25 at a time: of a few turns they are all or nothing. */
const WITH_MARKS = /^DynamoDB (?:BatchWriteItem|write units)/;

describe("docs/cost.md", () => {
  let measured: MeasuredTurns;
  beforeAll(async () => {
    measured = await measureTurns(4);
  });

  it("says what a turn really asks of AWS", () => {
    for (const [name, value] of Object.entries(measured.perTurn).filter(([name]) => !WITH_MARKS.test(name))) {
      // Log lines differ in the length of ids.
      expect(told(name), name).toBeGreaterThan(value * 0.85);
      expect(told(name), name).toBeLessThan(value * 1.15);
    }
  });

  it("says what a million turns cost, and so does the template", () => {
    const total = Number(/\*\*together\*\* \| \| \*\*\$([\d.]+)\*\*/.exec(document)?.[1]);
    const computed = totalOf(billOf(measured));

    expect(Math.abs(total - computed)).toBeLessThan(computed * 0.1);
    expect(Math.round(total)).toBe(COST_OF_A_MILLION_TURNS.dollars);
    expect(document).toContain(`**${PRICES_AS_OF}**`);
    expect(COST_OF_A_MILLION_TURNS.pricesAsOf).toBe(PRICES_AS_OF);
  });

  it("counts the alarms, their metrics and the secrets that the stack has", () => {
    const { template } = synthesise("dev");
    const alarms = Object.values(template.findResources("AWS::CloudWatch::Alarm"));
    const metrics = alarms.reduce(
      (sum, { Properties }) => sum + Math.max(1, JSON.stringify(Properties).split('"MetricStat"').length - 1),
      0,
    );
    const secrets = Object.keys(template.findResources("AWS::SecretsManager::Secret")).length;

    expect(document).toContain(`alarms: ${alarms.length}, on ${metrics} metrics`);
    expect(document).toContain(`secrets: ${secrets}, and one for each restaurant`);
  });
});
