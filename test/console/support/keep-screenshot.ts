import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { expect } from "vitest";

/** Ignored by git; CI keeps it. */
const FOLDER = "artifacts/console";

/** Keeps what each open page shows at the end of a test, as a file named after the test. */
export async function keepScreenshot(browser: Browser): Promise<void> {
  const name = (expect.getState().currentTestName ?? "page")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 120);
  const pages = browser.contexts().flatMap((context) => context.pages());
  await mkdir(FOLDER, { recursive: true });
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(FOLDER, `${name}${index === 0 ? "" : `-${index + 1}`}.png`) });
  }
}
