import { describe, expect, it, vi } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { PATIENT } from "../support/patience.ts";
import { runCommand } from "./run-command.ts";

vi.setConfig(PATIENT);

/** Each command of package.json that is one of ours, with its file in bin/. */
const COMMANDS = Object.entries(packageJson.scripts).flatMap(([name, script]) => {
  const file = /^\w+ bin\/(\w+\.ts)$/.exec(script)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

describe("each of our commands", () => {
  it.each(COMMANDS)(
    "npm run %s prints its help, and prints it with status 2 for an option that does not exist",
    async (name, file) => {
      const usage = new RegExp(`npm (run )?${name}\\b`);
      const [asked, mistyped] = await Promise.all([
        runCommand(file, ["--help"]),
        runCommand(file, ["--nonsense"]),
      ]);
      const [problem, help] = mistyped.stderr.split("\n\n");

      expect(asked).toMatchObject({ status: 0, stderr: "" });
      expect(asked.stdout.split("\n")[0]).toMatch(usage);
      expect(asked.stdout).toContain("Exit status: 0");
      expect(mistyped).toMatchObject({ status: 2, stdout: "" });
      expect(problem).toContain("--nonsense");
      expect(help).toMatch(usage);
    },
  );
});
