import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Milliseconds: far more than the page takes, on a busy machine too. */
const LONGEST_WAIT = 60_000;

/** For `vi.setConfig` in files with a browser: a test may wait several times, and a page may have to be built first. */
export const BROWSER_PATIENCE = { testTimeout: 5 * LONGEST_WAIT, hookTimeout: 5 * LONGEST_WAIT } as const;

/**
 * Options of a `describe` with a browser. Two cores that run everything at once can stall a browser, its many processes and
 * the page in it, for longer than any wait; nothing else in a test depends on time, and without this they pass as well.
 */
export const BROWSER_MAY_STALL = { retry: 1 } as const;

export interface OpenPage {
  readonly page: Page;
  /** What went wrong in the page: exceptions, blocked requests, lines of the browser's console at level error. */
  readonly errors: readonly string[];
  /** Addresses that were asked for on other origins. */
  readonly elsewhere: readonly string[];
}

/** Opens the console in a browser profile of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST_WAIT);
  page.setDefaultNavigationTimeout(LONGEST_WAIT);
  const errors: string[] = [];
  const elsewhere: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin && !request.url().startsWith("blob:"))
      elsewhere.push(request.url());
  });
  await page.goto(url);
  await page.getByRole("heading", { name: "Conversation bridge", exact: true }).waitFor();
  return { page, errors, elsewhere };
}
