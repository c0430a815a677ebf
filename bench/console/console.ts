import { findChromium, launchChromium, NO_CHROMIUM } from "../../local/browser/chromium.ts";
import { buildPage } from "../../local/console/build-page.ts";
import { atMost, round } from "../harness/bars.ts";
import type { Bench, Effort, Measurement } from "../harness/bench.ts";
import { median, percentile } from "../harness/statistics.ts";
import { timesUntilShown } from "./new-messages.ts";
import { compressedScripts } from "./page-weight.ts";
import { startConsole } from "./running-console.ts";
import { framesWhileScrolling } from "./scrolling.ts";

const STARTS = 3;
const MESSAGES = 1_000;
const CUSTOMERS = 50;
const ROUNDS = 5;
/** Milliseconds: a longer frame is seen. */
const LONG_FRAME = 50;
/** Milliseconds: nothing that is waited for is measured by it. */
const LONGEST_WAIT = 120_000;

export const consolePage: Bench = {
  key: "console",
  title: "The console",
  about:
    "`npm start` is measured from the start of its process until it serves the page, which has been built before; the median of several starts counts. Then a Chromium without a window opens it: a chat of 1 000 messages, all of them loaded, is scrolled from its end to its begin, 300 pixels a frame; and while 50 customers write at once, to all of whom the bot answers, it is measured how long the open chat takes from sending a message to showing it. Without a Chromium only the start and the page's weight are measured.",
  measure,
};

async function measure(effort: Effort): Promise<Measurement> {
  const weight = await compressedScripts(await buildPage());
  const starts: number[] = [];
  for (let start = 0; start < effort.pick(STARTS, 1); start += 1) {
    const { readyAfter, stop } = await startConsole();
    starts.push(readyAfter);
    await stop();
  }
  const ready = median(starts) / 1000;
  const seen = await inBrowser(effort);
  return {
    figures: { secondsUntilReady: round(ready), scriptsInKilobytes: round(weight), ...seen },
    bars: [
      atMost("console: start, s", ready, 5),
      atMost("console: JavaScript, compressed, kB", weight, 150),
      ...(seen ? [atMost("console: 95 of 100 frames while scrolling, ms", seen.frames.p95, LONG_FRAME)] : []),
    ],
    tables: [
      {
        headings: ["the console", "is"],
        rows: [
          ["ready after, s", round(ready)],
          ["JavaScript, compressed, kB", round(weight)],
          ...(seen ? seenRows(seen) : []),
        ],
      },
    ],
    charts: [],
  };
}

type Seen = NonNullable<Awaited<ReturnType<typeof inBrowser>>>;

function seenRows({ frames, shownAfter }: Seen): (readonly [string, number])[] {
  return [
    ["a frame while scrolling, median, ms", frames.median],
    ["95 of 100 frames, ms", frames.p95],
    ["the longest frame, ms", frames.longest],
    [`frames over ${LONG_FRAME} ms, %`, frames.percentLong],
    ["a message is shown after, median, ms", shownAfter.median],
    ["the last to be shown, ms", shownAfter.longest],
  ];
}

/** Undefined, and said aloud, where there is no browser. */
async function inBrowser(effort: Effort) {
  if (findChromium() === undefined) {
    process.stderr.write(`console: ${NO_CHROMIUM} What is seen in a browser is not measured.\n`);
    return undefined;
  }
  const running = await startConsole();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(LONGEST_WAIT);
    const frames = await framesWhileScrolling(page, running, effort.pick(MESSAGES, 200));
    const times = await timesUntilShown(page, running, effort.pick(CUSTOMERS, 2), effort.pick(ROUNDS, 1));
    const long = frames.filter((frame) => frame > LONG_FRAME).length;
    return {
      frames: {
        ...{ median: round(median(frames)), p95: round(percentile(frames, 0.95)) },
        ...{ longest: round(Math.max(...frames)), percentLong: round((100 * long) / frames.length) },
      },
      shownAfter: { median: round(median(times)), longest: round(Math.max(...times)) },
    };
  } finally {
    await browser.close();
    await running.stop();
  }
}
