import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { launchChromium } from "../local/browser/chromium.ts";
import { buildPage } from "../local/console/build-page.ts";
import { startWithConsole } from "../local/console/start-with-console.ts";

const TARGET = fileURLToPath(new URL("../docs/console.png", import.meta.url));

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

process.env["POWERTOOLS_METRICS_DISABLED"] ||= "true";
process.env["POWERTOOLS_LOG_LEVEL"] ||= "SILENT";
const system = await startWithConsole({ pageFolder: buildPage });
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, colorScheme: "light" });
  await page.goto(system.addresses.front);
  await playOrder(page);
  await page.mouse.move(0, 0);
  const picture = await page.screenshot();
  await writeFile(TARGET, picture);
  console.log(`docs/console.png: ${Math.round(picture.length / 1024)} kB`);
} finally {
  await browser.close();
  await system.stop();
}
