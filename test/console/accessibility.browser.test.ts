import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { launchChromium } from "../../local/browser/chromium.ts";
import { buildPage } from "../../local/console/build-page.ts";
import { listen } from "../../local/http/listen.ts";
import { withoutChromium } from "../support/without-chromium.ts";
import { axeViolations } from "./support/axe-violations.ts";
import { FakeConsole } from "./support/fake-console.ts";
import { keepScreenshot } from "./support/keep-screenshot.ts";
import { BROWSER_MAY_STALL, BROWSER_PATIENCE, openPage } from "./support/open-page.ts";
import { showEverything, type Tour } from "./support/tour.ts";

// Some fifty states, each of which axe takes a second for on a machine that is busy.
vi.setConfig({ ...BROWSER_PATIENCE, testTimeout: 3 * BROWSER_PATIENCE.testTimeout });

describe.skipIf(withoutChromium())("the console's page, whatever it shows", BROWSER_MAY_STALL, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    [browser, folder] = await Promise.all([launchChromium(), buildPage()]);
  });
  afterEach(async () => {
    await keepScreenshot(browser);
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(() => browser?.close());

  it("has nothing that axe objects to, in the light or in the dark", async () => {
    const fake = new FakeConsole(folder);
    const server = await listen(fake.listener, 0);
    const { page } = await openPage(browser, server.url, { reducedMotion: "reduce" });
    const objections: string[] = [];
    const look: Tour["look"] = async (state, within) => {
      const found = await axeViolations(page, within);
      objections.push(...found.map((objection) => `${state}: ${objection}`));
    };

    await showEverything({ page, fake, look });

    expect(objections).toEqual([]);
    await server.stop();
  });
});
