import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { playScenarioFile } from "../../local/console/take-away/play-scenario-file.ts";
import { type ScenarioFile, scenarioFileSchema } from "../../local/console/take-away/scenario-file.ts";
import { type CapturedLogs, captureLogs } from "../support/capture-logs.ts";
import { PATIENT } from "../support/patience.ts";

vi.setConfig(PATIENT);

const FILES = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".json")).sort();

async function read(file: string): Promise<ScenarioFile> {
  return scenarioFileSchema.parse(JSON.parse(await readFile(join(import.meta.dirname, file), "utf8")));
}

let logs: CapturedLogs;
beforeAll(() => {
  logs = captureLogs();
});
afterAll(() => logs.release());

describe("a conversation that took place once", () => {
  it("has left files here", () => {
    expect(FILES.length).toBeGreaterThan(0);
  });

  it.each(FILES)("takes place again: %s", async (name) => {
    const file = await read(name);
    expect(file.name).toBe(basename(name, ".json"));
    const played = { ...file, expected: await playScenarioFile(file) };
    // `npx vitest run test/scenarios -u` takes over what is meant to have changed.
    await expect(`${JSON.stringify(played, null, 2)}\n`).toMatchFileSnapshot(join(import.meta.dirname, name));
  });
});
