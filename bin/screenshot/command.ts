import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { findChromium, launchChromium, NO_CHROMIUM } from "../../local/browser/chromium.ts";
import { buildPage } from "../../local/console/build-page.ts";
import { startWithConsole } from "../../local/console/start-with-console.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import { readOptions } from "../command-line/read-options.ts";
import type { Terminal } from "../command-line/terminal.ts";

const TARGET = fileURLToPath(new URL("../../docs/console.png", import.meta.url));

const OPTIONS = { help: { type: "boolean", short: "h", default: false } } as const;

const HELP = `Usage: npm run screenshot

Starts the whole system on free ports, has two customers write to it, and takes
README's picture of the console, docs/console.png. Needs a Chromium: the one at
CHROMIUM_PATH, or on the path.

  --help    prints this

Exit status: 0 it was taken; 1 it was not; 2 the command line is wrong.
`;

/** `npm run screenshot`. Returns the exit status; see `HELP`. */
export function takeScreenshot(argv: readonly string[], terminal: Terminal): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    if (readOptions(argv, OPTIONS).help) {
      terminal.out(HELP);
      return 0;
    }
    if (findChromium() === undefined) {
      terminal.error(`${NO_CHROMIUM}\n`);
      return 1;
    }
    const picture = await photograph();
    await writeFile(TARGET, picture);
    terminal.out(`docs/console.png: ${Math.round(picture.length / 1024)} kB\n`);
    return 0;
  });
}

async function photograph(): Promise<Buffer> {
  const system = await startWithConsole({ pageFolder: buildPage });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, colorScheme: "light" });
    await page.goto(system.addresses.front);
    await playOrder(page);
    await page.mouse.move(0, 0);
    return await page.screenshot();
  } finally {
    await browser.close();
    await system.stop();
  }
}

/** Two customers; one of them has come as far as the cart. */
async function playOrder(page: Page): Promise<void> {
  await openChat(page, "Bruno", "51900000002");
  await write(page, "¿A qué hora cierran?");
  await openChat(page, "Ana", "51900000001");
  await write(page, "Hola");
  const phone = page.getByRole("log", { name: "Messages" });
  const tap = (name: string) => phone.getByRole("button", { name, exact: true }).last().click();
  const choose = async (offered: string, row: string) => {
    const offer = phone.getByRole("listitem").filter({ hasText: offered }).last();
    await offer.getByRole("button", { name: "Ver opciones" }).click();
    await page.getByRole("dialog").getByRole("button", { name: row }).click();
  };
  await tap("Ver la carta");
  await choose("Esta es nuestra carta", "Entradas");
  await choose("Entradas: elige", "Tequeños de queso");
  await tap("2");
  await page.getByRole("region", { name: "Cart", exact: true }).waitFor();
  await page.getByRole("status").getByText("Both sides agree").waitFor();
  await page.getByRole("region", { name: "Timeline" }).getByText("settled", { exact: true }).waitFor();
}

async function openChat(page: Page, name: string, number: string): Promise<void> {
  await page.getByRole("button", { name: "New customer" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Phone number").fill(number);
  await page.getByRole("button", { name: "Open chat" }).click();
  await page.getByRole("heading", { name: `${name} writes to` }).waitFor();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message", exact: true }).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("log").locator(".from-bot").first().waitFor();
}
