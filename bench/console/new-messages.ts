import type { Page } from "playwright-core";
import type { RunningConsole } from "./running-console.ts";

/**
 * Milliseconds from the moment at which a message is sent until the open chat shows it, while so many customers, of whom
 * this is one, write at once and the bot answers all of them. One figure for each round.
 */
export async function timesUntilShown(
  page: Page,
  { url }: RunningConsole,
  customers: number,
  rounds: number,
): Promise<number[]> {
  const ids: string[] = [];
  for (let number = 0; number < customers; number += 1) ids.push(await introduce(url, number));
  const [looked = "", ...others] = ids;
  await page.goto(`${url}/#customerId=${looked}`);
  await page.reload();
  await page.getByRole("textbox", { name: "Message", exact: true }).waitFor();
  const times: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const crowd = others.map((customerId) => post(url, "send", textOf(customerId, `Hola ${round}`)));
    times.push(await page.evaluate<number>(shownAfter(textOf(looked, `Mensaje de la ronda ${round}.`))));
    await Promise.all(crowd);
  }
  return times;
}

async function introduce(url: string, number: number): Promise<string> {
  const state = (await (await fetch(`${url}/console/state`)).json()) as {
    businesses: { phoneNumberId: string }[];
  };
  const customer = (await post(url, "customers", {
    ...{ phoneNumberId: state.businesses[0]?.phoneNumberId, name: `Customer ${number}` },
    identity: { phone: String(51_922_220_000 + number) },
  })) as { id: string };
  return customer.id;
}

function textOf(customerId: string, text: string) {
  return { kind: "text", customerId, text };
}

/** Runs in the page: sends, and waits for the frame after the one in which the text is there. */
function shownAfter(request: ReturnType<typeof textOf>): string {
  return `(async () => {
    const log = document.querySelector(".messages");
    const text = ${JSON.stringify(request.text)};
    const startedAt = performance.now();
    const isThere = new Promise((resolve) => {
      const look = () => log.textContent.includes(text) && resolve();
      new MutationObserver(look).observe(log, { childList: true, subtree: true, characterData: true });
    });
    fetch("/console/send", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: ${JSON.stringify(JSON.stringify(request))},
    });
    await isThere;
    await new Promise(requestAnimationFrame);
    return performance.now() - startedAt;
  })()`;
}

async function post(url: string, path: string, body: object): Promise<unknown> {
  const response = await fetch(`${url}/console/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return await response.json();
}
