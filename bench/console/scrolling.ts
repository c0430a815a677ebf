import type { Page } from "playwright-core";
import type { RunningConsole } from "./running-console.ts";

/** Pixels of one frame: half of what is seen, faster than a wheel is turned. */
const STEP = 300;
/** Several times as many as a thousand messages take. */
const MOST_FRAMES = 2_000;
const AT = "2026-11-22T19:05:00.000Z";
const WORDS = "Quisiera dos pizzas margarita, una limonada y un tequeño más, por favor. ";

/**
 * Milliseconds of each frame while a chat of so many messages is scrolled from its end to its begin, by wheel steps in each
 * frame. The first ones of a conversation are fetched before.
 */
export async function framesWhileScrolling(
  page: Page,
  { url }: RunningConsole,
  messages: number,
): Promise<number[]> {
  const customerId = await bringIn(url, messages);
  await page.goto(`${url}/#customerId=${customerId}`);
  await page.reload();
  const log = page.getByRole("log");
  await log.getByText(`Mensaje ${messages}.`).waitFor();
  const earlier = page.getByRole("button", { name: "Show earlier messages" });
  for (let shown = 200; shown < messages; shown += 200) {
    await earlier.press("Enter");
    await log.getByText(`Mensaje ${messages - shown}.`).waitFor({ state: "attached" });
  }
  return await page.evaluate<number[]>(`(async () => {
    const log = document.querySelector(".messages");
    const frame = () => new Promise(requestAnimationFrame);
    const first = log.querySelector(".bubble");
    const isAtBegin = () => first.getBoundingClientRect().top >= log.getBoundingClientRect().top;
    log.lastElementChild.scrollIntoView({ block: "end" });
    let before = await frame();
    const frames = [];
    while (!isAtBegin()) {
      if (frames.length >= ${MOST_FRAMES}) throw new Error("the chat does not come to its begin");
      log.scrollBy(0, -${STEP});
      const now = await frame();
      frames.push(now - before);
      before = now;
    }
    return frames;
  })()`);
}

/** Puts a conversation into the console as an exported one is, which sends nothing. */
async function bringIn(url: string, count: number): Promise<string> {
  const state = (await (await fetch(`${url}/console/state`)).json()) as { businesses: unknown[] };
  const messages = Array.from({ length: count }, (_, index) => ({
    ...{ id: `wamid.scroll-${index + 1}`, customerId: "scroll", sequence: index + 1, at: AT },
    ...{ from: index % 2 === 0 ? "customer" : "bot", state: "settled" },
    content: { kind: "text", text: `Mensaje ${index + 1}. ${WORDS.repeat(index % 4)}` },
  }));
  const exported = {
    ...{ kind: "conversation-export", version: 1, exportedAt: AT, business: state.businesses[0] },
    ...{ customer: { name: "Scroll", identities: [{ phone: "51900009999" }] }, messages, timelines: [] },
  };
  const response = await fetch(`${url}/console/import`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(exported),
  });
  const { customer } = (await response.json()) as { customer: { id: string } };
  return customer.id;
}
