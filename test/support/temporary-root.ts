import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

// Short: Chromium makes a socket below it, whose path may have 107 characters.
const NAME = "bridge-tests-";

/** Every temporary folder of a run, the ones of the processes that tests start included, is made in one that is removed. */
export default function temporaryRoot(): (() => void) | undefined {
  // Set up already, by the other project of vitest.config.ts.
  if (basename(tmpdir()).startsWith(NAME)) return undefined;
  const root = mkdtempSync(join(tmpdir(), NAME));
  process.env["TMPDIR"] = root;
  return () => rmSync(root, { recursive: true, force: true });
}
