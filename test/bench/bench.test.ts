import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { bench } from "../../bench/command.ts";
import { drawChart } from "../../bench/report/chart.ts";
import { recordingTerminal } from "../bin/recording-terminal.ts";

const bars = z.array(
  z.strictObject({ name: z.string(), value: z.number(), limit: z.number(), ok: z.boolean() }),
);

async function run(...args: readonly string[]) {
  const terminal = recordingTerminal();
  const status = await bench(args, terminal);
  return { status, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

describe("npm run bench", () => {
  it("prints one object with the figures of each key, and a row for each bar", async () => {
    const { status, stdout } = await run("callsPerTurn", "drain", "--json", "--quick");
    const { bars: rows, ...figures } = z.looseObject({ bars }).parse(JSON.parse(stdout));

    expect(status).toBe(0);
    expect(Object.keys(figures)).toEqual(["callsPerTurn", "drain"]);
    expect(new Set(rows.map(({ name }) => name.split(":")[0]))).toEqual(new Set(["callsPerTurn", "drain"]));
    // What is counted does not depend on the machine.
    expect(figures["callsPerTurn"]).toMatchObject({ steady: 3, burst: 2.1, earlierDesign: 5.17 });
    expect(figures["drain"]).toMatchObject({ recovery: { deadLetters: 0 } });
  });

  it("shows the keys that are named as tables", async () => {
    const { stdout } = await run("drain", "--quick");

    expect(stdout).toMatch(/^drain: /);
    expect(stdout).toContain("dead letters");
    expect(stdout).not.toContain("callsPerTurn");
  });

  it("refuses a key that it does not know", async () => {
    expect(await run("everything")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("there is nothing named everything"),
    });
  });
});

describe("a chart", () => {
  it("draws the largest figure as the longest bar, and escapes what it writes", () => {
    const svg = drawChart({
      ...{ name: "chart", title: "a < b & c", unit: "ms" },
      values: [
        { label: "ours", value: 1, ours: true },
        { label: "theirs", value: 4, ours: false },
      ],
    });
    const lengths = [...svg.matchAll(/<rect x="250"[^>]* width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );

    expect(svg).toContain("a &lt; b &amp; c");
    expect(lengths).toHaveLength(2);
    expect(lengths[1]).toBeCloseTo(4 * (lengths[0] ?? 0), 0);
  });
});
