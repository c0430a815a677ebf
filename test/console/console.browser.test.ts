import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { launchChromium } from "../../local/browser/chromium.ts";
import { buildPage } from "../../local/console/build-page.ts";
import { startWithConsole } from "../../local/console/start-with-console.ts";
import type { System } from "../../local/runtime/system.ts";
import { type CapturedLogs, captureLogs } from "../support/capture-logs.ts";
import { eventually } from "../support/eventually.ts";
import { withoutChromium } from "../support/without-chromium.ts";
import { keepScreenshot } from "./support/keep-screenshot.ts";
import { BROWSER_MAY_STALL, BROWSER_PATIENCE, type OpenPage, openPage } from "./support/open-page.ts";

vi.setConfig(BROWSER_PATIENCE);

let customers = 0;

describe.skipIf(withoutChromium())("the console of a running system", BROWSER_MAY_STALL, () => {
  let browser: Browser;
  let system: System;
  let logs: CapturedLogs;
  const failures: unknown[] = [];
  const opened: OpenPage[] = [];

  async function open(url = system.addresses.front): Promise<Page> {
    const one = await openPage(browser, url);
    opened.push(one);
    return one.page;
  }

  beforeAll(async () => {
    logs = captureLogs();
    const onError = (error: unknown) => failures.push(error);
    [browser, system] = await Promise.all([
      launchChromium(),
      startWithConsole({ pageFolder: buildPage, environment: { SYNC_SETTLE_SECONDS: "1" }, onError }),
    ]);
  });
  afterEach(async () => {
    await keepScreenshot(browser);
    await Promise.all(browser.contexts().map((context) => context.close()));
    await fetch(`${system.addresses.front}/console/faults`, { method: "DELETE" });
    const wrong = opened.splice(0).flatMap(({ errors, elsewhere }) => [...errors, ...elsewhere]);
    expect([...wrong, ...failures.splice(0)]).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    logs.release();
  });

  it("takes an order by tapping, and shows it on both sides", async () => {
    const page = await open();
    const { phone, cartaai } = await newChat(page, "Ana");
    await write(page, "Hola");
    await tap(phone, "Ver la carta");
    await choose(page, phone, "Esta es nuestra carta", "Entradas");
    await choose(page, phone, "Entradas: elige", "Tequeños de queso");
    await tap(phone, "2");
    await cartaai.getByText("2 × Tequeños de queso", { exact: true }).waitFor();
    await tap(phone, "Pedir");
    await tap(phone, "Delivery");
    await tap(phone, "Send location");
    await page.getByRole("dialog").getByRole("button", { name: "Send location" }).click();
    await choose(page, phone, "pagar", "Yape");
    await tap(phone, "Confirmar");

    await phone
      .getByText(/LT-\d+/)
      .first()
      .waitFor();
    await cartaai
      .getByRole("region", { name: "Linked orders" })
      .getByText(/^LT-\d+/)
      .waitFor();
    await cartaai.getByText("Both sides agree").waitFor();
  });

  it("sends voice notes, the sample and a recorded one, and shows what the model heard", async () => {
    const page = await open();
    const { phone, cartaai } = await newChat(page, "Bruno");
    await page.getByRole("button", { name: "Attach" }).click();
    await page.getByRole("menuitem", { name: "Sample voice note…" }).click();
    await page.getByLabel("What it says").fill("Quiero dos limonadas");
    await page.getByRole("button", { name: "Send voice note" }).click();
    await cartaai.getByText("[Audio message] Quiero dos limonadas", { exact: true }).waitFor();

    await page.getByRole("button", { name: "Record a voice note" }).click();
    await page.getByText("Recording", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Send the recording" }).click();
    await eventually(async () => expect(await phone.getByLabel("Voice note").count()).toBe(2));
  });

  it("marks that the two sides differ while CartaAI takes nothing, and that they agree again", async () => {
    const page = await open();
    const { name, phone, cartaai } = await newChat(page, "Carla");
    await write(page, "Hola");
    await phone.getByRole("button", { name: "Ver la carta" }).waitFor();
    await cartaai.getByText("Both sides agree").waitFor();
    await page.getByRole("tab", { name: "Faults" }).click();
    await page.getByRole("switch", { name: "CartaAI: Down" }).click();
    await page.getByText("CartaAI: Down, until switched off").waitFor();

    await write(page, "¿Siguen ahí?");
    await cartaai.getByText(/CartaAI lacks \d messages?, on the way/).waitFor();
    await page.getByRole("tab", { name: "Queues" }).click();
    await page.getByRole("region", { name: "Queue sync" }).getByRole("button", { name }).waitFor();
    await page.getByRole("button", { name: "Switch off" }).click();

    await cartaai.getByText("Both sides agree").waitFor();
    await cartaai.getByText("¿Siguen ahí?", { exact: true }).waitFor();
    await page.getByText("until switched off").waitFor({ state: "detached" });
  });

  it("previews and replays a dead letter", async () => {
    const page = await open();
    const { cartaai, phone } = await newChat(page, "Diego");
    await page.getByRole("tab", { name: "Faults" }).click();
    await page.getByLabel("Strikes").fill("1");
    await page.getByRole("switch", { name: "CartaAI: Refuses for good" }).click();
    await page.getByText("CartaAI: Refuses for good, for 1 more").waitFor();
    await write(page, "Mesa para cuatro");
    await cartaai.getByText("in the dead letters").waitFor();
    await phone.getByText("dead letter").waitFor();

    await page.getByRole("tab", { name: /Queues/ }).click();
    const letters = page.getByRole("region", { name: "Dead letters of sync" });
    await letters.getByText("Mesa para cuatro").waitFor();
    await letters.getByRole("button", { name: "Preview" }).click();
    const preview = page.getByRole("dialog", { name: "What a replay would do" });
    await preview.getByRole("cell", { name: "apply" }).waitFor();
    await preview.getByRole("button", { name: "Replay" }).click();

    await page.getByText("1 sent back").waitFor();
    await cartaai.getByText("Mesa para cuatro", { exact: true }).waitFor();
  });

  it("comes back to the same place after a reload, and shows two windows the same", async () => {
    const page = await open();
    const { phone } = await newChat(page, "Elena");
    await write(page, "Hola");
    await phone.getByRole("button", { name: "Ver la carta" }).waitFor();
    await page.reload();
    await tap(phone, "Ver la carta");

    const other = await open(page.url());
    const otherPhone = other.getByRole("log", { name: "Messages" });
    await choose(other, otherPhone, "Esta es nuestra carta", "Bebidas");
    for (const each of [phone, otherPhone]) {
      await each.getByText("Bebidas", { exact: true }).waitFor();
    }
  });

  it("plays a scenario, and gives its conversation out without anybody's number", async () => {
    const page = await open();
    await page.getByRole("tab", { name: "Scenarios" }).click();
    await page.getByRole("button", { name: /^Play: .*number/ }).click();
    const scenario = page.getByRole("region", { name: "Scenario" });
    await scenario.getByText("number-change: done").waitFor();
    const phone = page.getByRole("region", { name: "Phone" });
    const userId = await phone.getByText(/^PE\.\w+$/).innerText();
    // The tab that was looked at is still there, though another chat has been opened.
    await page.getByRole("tab", { name: "Scenarios", selected: true }).waitFor();

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export and import" }).click();
    await page.getByRole("menuitem", { name: "Export it pseudonymised" }).click();
    const exported = await readFile(await (await download).path(), "utf8");
    expect(JSON.parse(exported)).toHaveProperty("messages");
    expect(exported).not.toContain(userId);
  });

  it("follows one message through the whole system, and opens the record of each step", async () => {
    const page = await open();
    const { phone } = await newChat(page, "Fabio");
    await write(page, "Hola");
    await phone.getByRole("button", { name: "Ver la carta" }).waitFor();
    const timeline = page.getByRole("region", { name: "Timeline" });
    await timeline.getByText("settled", { exact: true }).waitFor();
    for (const step of ["The webhook arrived", "addMessage"]) {
      await timeline.getByRole("button", { name: step }).first().waitFor();
    }
    await timeline.getByRole("button", { name: "The webhook arrived" }).click();
    const record = page.getByRole("dialog").getByRole("region", { name: "The whole record as JSON" });
    await record.getByText("x-hub-signature-256").waitFor();
  });
});

/** Makes up a customer whom nobody has met yet, also when a test is run again, and opens the chat. */
async function newChat(page: Page, firstName: string) {
  customers += 1;
  const name = `${firstName} ${customers}`;
  const number = String(51_911_110_000 + customers);
  await page.getByRole("button", { name: "New customer" }).click();
  const dialog = page.getByRole("dialog", { name: "New customer" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Phone number").fill(number);
  await dialog.getByRole("button", { name: "Open chat" }).click();
  await page.getByRole("heading", { name: `${name} writes to` }).waitFor();
  return {
    name,
    phone: page.getByRole("log", { name: "Messages" }),
    cartaai: page.getByRole("region", { name: "CartaAI's side" }),
  };
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message", exact: true }).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

/** Taps the button where it was offered last. */
async function tap(phone: Locator, name: string): Promise<void> {
  await phone.getByRole("button", { name, exact: true }).last().click();
}

/** Opens the list that was offered with this text, and taps a row of it. */
async function choose(page: Page, phone: Locator, offered: string, row: string): Promise<void> {
  const offer = phone.getByRole("listitem").filter({ hasText: offered }).last();
  await offer.getByRole("button", { name: "Ver opciones" }).click();
  await page.getByRole("dialog").getByRole("button", { name: row }).click();
}
