import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A folder that is gone when the whole run is over (test/support/temporary-root.ts), and not after a test file: workers are
 * shared, and what one file had built another one still uses.
 */
export function temporaryFolder(prefix: string): string {
  return mkdtempSync(join(tmpdir(), prefix));
}
