import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { faults } from "../../bin/faults/command.ts";
import { measuredSection, withMeasured } from "../../bin/faults/record.ts";
import { ALL_FAULT_KINDS } from "../../local/faults/plan/fault-kinds.ts";
import { toReport } from "../../local/faults/report.ts";

const DOCUMENT = new URL("../../docs/faults.md", import.meta.url);

async function run(...argv: string[]) {
  const written = { out: "", error: "" };
  const status = await faults(argv, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
    progress: { isTTY: false, columns: 80, write: () => {} },
  });
  return { status, ...written };
}

describe("npm run faults", () => {
  it("plays scenarios on threads of their own, and prints one JSON object", async () => {
    const { status, out } = await run("--scenarios", "3", "--seed", "command", "--json");

    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ...{ scenarios: 3, seed: "command", ok: true, failures: [] },
      ...{ lost: 0, duplicated: 0, reordered: 0, stuck: 0 },
      events: expect.any(Number),
      faults: expect.any(Number),
      deadLettered: expect.any(Number),
      replayed: expect.any(Number),
      seconds: expect.any(Number),
    });
  });

  it("plays one scenario again, and tells everything that happens in it", async () => {
    const { status, out, error } = await run("--seed", "command", "--scenario", "1", "--trace");

    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ seed: "command", scenario: 1, damages: [] });
    expect(error).toMatch(/^05-04T12:\d\d:\d\d\.\d{3} /);
    expect(error).toContain("batch: wamid.command.1.");
  });

  it("has CartaAI away for six hours", async () => {
    const { status, out } = await run("--outage", "--conversations", "3", "--json");

    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, conversations: 3, events: 18, deadLettered: 0 });
  });

  it("puts its figures into the document, in place of the last ones", async () => {
    const document = await readFile(DOCUMENT, "utf8");
    const section = measuredSection(toReport("first", [], 1));

    const written = withMeasured(document, section);

    expect(written).toContain("0 scenarios (seed `first`)");
    expect(withMeasured(withMeasured(document, "before"), section)).toBe(written);
    expect(() => withMeasured("no place", section)).toThrow(RangeError);
  });

  it("has written figures of every kind of fault into the document", async () => {
    const document = await readFile(DOCUMENT, "utf8");

    expect(ALL_FAULT_KINDS.filter((kind) => !document.includes(`| ${kind} |`))).toEqual([]);
  });

  it.each([
    [["--scenarios", "many"], "--scenarios: expected a whole number"],
    [["--scenario", "1"], "--scenario needs the --seed"],
    [["--speed"], "Unknown option '--speed'"],
  ])("refuses a command line that it does not understand: %j", async (argv, problem) => {
    const { status, error } = await run(...argv);

    expect(status).toBe(2);
    expect(error).toContain(problem);
    expect(error).toContain("Usage: npm run faults");
  });
});
