import { type BillLine, totalOf } from "./bill.ts";
import type { MeasuredTurns } from "./measure-turns.ts";

/** Two tables for docs/cost.md: what was counted, and what it comes to. */
export function describe({ perTurn }: MeasuredTurns, lines: readonly BillLine[]): string {
  const counted = Object.entries(perTurn)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => `| ${name} | ${rounded(value)} |`);
  const billed = lines.map(
    ({ what, perTurn: each, price }) => `| ${what} | ${rounded(each)} | ${dollars(each * price)} |`,
  );
  return [
    ...["| for one turn | measured |", "| --- | ---: |", ...counted, ""],
    ...["| | for one turn | for a million turns |", "| --- | ---: | ---: |", ...billed],
    `| **together** | | **${dollars(totalOf(lines))}** |`,
    "",
  ].join("\n");
}

/** As AWS's price pages would: no false precision. */
function rounded(value: number): string {
  return value >= 100 ? String(Math.round(value / 10) * 10) : String(Math.round(value * 100) / 100);
}

function dollars(value: number): string {
  return `$${value.toFixed(2)}`;
}
