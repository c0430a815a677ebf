import { findChromium, NO_CHROMIUM } from "../../local/browser/chromium.ts";

/**
 * Whether browser tests are left out. Said aloud, and never in CI: there it is an error.
 *
 * @throws in CI, when there is no browser
 */
export function withoutChromium(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (findChromium(environment) !== undefined) return false;
  if (environment["CI"] === "true") throw new Error(NO_CHROMIUM);
  console.warn(`\n${NO_CHROMIUM} The browser tests are skipped.\n`);
  return true;
}
