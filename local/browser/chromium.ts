import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

export const NO_CHROMIUM = "No Chromium found: set CHROMIUM_PATH, or install one.";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Where a Chromium is: the one at CHROMIUM_PATH, else the first on the PATH. Undefined when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { CHROMIUM_PATH, PATH = "" } = environment;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  const candidates = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return candidates.find(isExecutable);
}

/** Milliseconds that it may take to start: a busy machine is slow to start processes. */
const LONGEST_START = 120_000;

/** Starts a Chromium that has a microphone, which hums, and asks nobody for permission to use it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  return await chromium.launch({
    executablePath,
    timeout: LONGEST_START,
    args: [
      // Containers run as root, where Chromium's sandbox cannot be used.
      "--no-sandbox",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
