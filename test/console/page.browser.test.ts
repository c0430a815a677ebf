import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { launchChromium } from "../../local/browser/chromium.ts";
import { buildPage } from "../../local/console/build-page.ts";
import { type Listener, listen } from "../../local/http/listen.ts";
import { eventually } from "../support/eventually.ts";
import { withoutChromium } from "../support/without-chromium.ts";
import { DEAD_LETTER } from "./support/dead-letter.ts";
import { FakeConsole } from "./support/fake-console.ts";
import { keepScreenshot } from "./support/keep-screenshot.ts";
import { BROWSER_MAY_STALL, BROWSER_PATIENCE, openPage } from "./support/open-page.ts";

vi.setConfig(BROWSER_PATIENCE);

const TEXT = (text: string) => ({ kind: "text" as const, text });
/** Pixels from the place that is read to the end of the chat. */
const FROM_THE_END = `(() => {
  const log = document.querySelector(".messages");
  return Math.round(log.firstElementChild.getBoundingClientRect().bottom - log.getBoundingClientRect().bottom);
})()`;
const NEXT_FRAMES = "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))";
/** What the focused element is called; nothing when the focus is on no element. */
const FOCUSED = `document.activeElement === document.body ? "" :
  (document.activeElement.ariaLabel ?? "") + document.activeElement.textContent`;

describe.skipIf(withoutChromium())("the console's page", BROWSER_MAY_STALL, () => {
  let browser: Browser;
  let folder: string;
  let fake: FakeConsole;
  let server: Listener;

  beforeAll(async () => {
    [browser, folder] = await Promise.all([launchChromium(), buildPage()]);
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    fake = new FakeConsole(folder);
    server = await listen(fake.listener, 0);
  });
  afterEach(async () => {
    await keepScreenshot(browser);
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.stop();
  });

  function aChat() {
    const { id } = fake.addCustomer();
    fake.addMessage(id, TEXT("Hola"), { ticks: "read" });
    const options = [
      { id: "menu", title: "Ver menú" },
      { id: "person", title: "Una persona" },
    ];
    fake.addMessage(
      id,
      { kind: "buttons", text: "¿Qué desea?", options },
      { from: "bot", timelineId: "wamid.1=/+" },
    );
    return id;
  }

  it("makes up a customer, writes as one, and quotes the message whose button is tapped", async () => {
    const { page, errors, elsewhere } = await openPage(browser, server.url);
    await page.getByRole("button", { name: "New customer" }).click();
    await page.getByLabel("Name").fill("Beatriz");
    await page.getByRole("button", { name: "Open chat" }).click();
    await page.getByRole("textbox", { name: "Message", exact: true }).fill("Hola, ¿qué tal?");
    await page.keyboard.press("Enter");
    const phone = page.getByRole("log", { name: "Messages" });
    await phone.getByText("Hola, ¿qué tal?").waitFor();

    const [customer] = [...fake.customers.keys()];
    const options = [{ id: "menu", title: "Ver menú" }];
    const asked = fake.addMessage(
      customer ?? "",
      { kind: "buttons", text: "¿Qué desea?", options },
      { from: "bot" },
    );
    await phone.getByRole("button", { name: "Ver menú" }).click();

    await eventually(() =>
      expect(fake.sent).toEqual([
        { kind: "text", customerId: customer, text: "Hola, ¿qué tal?" },
        { kind: "button", customerId: customer, id: "menu", title: "Ver menú", quoted: asked.id },
      ]),
    );
    expect({ errors, elsewhere }).toEqual({ errors: [], elsewhere: [] });
  });

  it("answers a message, corrects one, writes as staff, and shows what others do: typing, reading, reacting", async () => {
    const id = aChat();
    const { page, errors } = await openPage(browser, `${server.url}/#customerId=${id}`);
    const phone = page.getByRole("log", { name: "Messages" });
    const message = (text: string) => phone.getByRole("listitem").filter({ hasText: text }).first();
    const from = async (text: string, action: string) => {
      await message(text).getByRole("button", { name: "What to do with this message" }).click();
      await page.getByRole("menuitem", { name: action, exact: true }).click();
    };
    await message("Hola").getByRole("img", { name: "Read", exact: true }).waitFor();
    await from("¿Qué desea?", "Reply");
    await page.keyboard.type("Una mesa");
    await page.keyboard.press("Enter");
    await from("Hola", "Correct");
    await page.keyboard.type(" a todos");
    await page.keyboard.press("Enter");
    await page.getByLabel("From").selectOption("staff");
    await page.getByRole("textbox", { name: "Message of the restaurant's staff" }).fill("Le atiende Rosa");
    await page.keyboard.press("Enter");
    await eventually(() =>
      expect(fake.sent).toEqual([
        { kind: "text", customerId: id, text: "Una mesa", quoted: "wamid.2=/+" },
        { kind: "edit", customerId: id, about: "wamid.1=/+", text: "Hola a todos" },
        { kind: "staff", customerId: id, text: "Le atiende Rosa" },
      ]),
    );

    fake.addMessage(id, { kind: "reaction", about: "wamid.1=/+", emoji: "👍" }, { from: "bot" });
    await message("Hola").getByRole("img", { name: "Bot reacted with 👍" }).waitFor();
    const soon = new Date(Date.now() + 60_000).toISOString();
    fake.addCustomer({ id, typingUntil: soon });
    await phone.getByText("typing…").waitFor();
    fake.addCustomer({ id });
    await phone.getByText("typing…").waitFor({ state: "detached" });
    expect(errors).toEqual([]);
  });

  it("can be used with the keyboard alone", async () => {
    aChat();
    const { page } = await openPage(browser, server.url);
    const focused = page.locator(":focus");
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press("Tab");
        if (String(await page.evaluate(FOCUSED)).includes(name)) return;
      }
      throw new Error(`the Tab key does not come to "${name}"`);
    };

    await tabTo("Ana");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("¿Qué desea?").waitFor();
    await tabTo("What to do with this message");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Reply" }).waitFor();
    await eventually(async () => expect(await focused.textContent()).toBe("Reply"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(() => expect(fake.sent).toMatchObject([{ kind: "reaction", emoji: "👍" }]));

    await tabTo("Timeline");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tabpanel", { name: "Faults" }).waitFor();
    await tabTo("CartaAI: Down");
    await page.keyboard.press("Space");
    await page.getByText("CartaAI: Down, until switched off").waitFor();
    await tabTo("Attach");
    await page.keyboard.press("Enter");
    await eventually(async () => expect(await focused.textContent()).toBe("Sample voice note…"));
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Send a location" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await eventually(async () => expect(await focused.getAttribute("aria-label")).toBe("Attach"));
  });

  it("has one view at a time in tabs on a narrow screen, without anything sticking out", async () => {
    const id = aChat();
    const { page } = await openPage(browser, server.url, { viewport: { width: 360, height: 720 } });
    await page.getByRole("tab", { name: "Chats" }).click();
    await page.getByRole("button", { name: /^Ana/ }).click();
    await page.getByRole("log").getByText("¿Qué desea?").waitFor();
    expect(await page.getByRole("navigation", { name: "Chats" }).count()).toBe(0);
    for (const view of ["Phone", "CartaAI", "Timeline", "Queues", "Faults", "Scenarios", "Chats"]) {
      await page.getByRole("tab", { name: view }).click();
      await page.getByRole("tabpanel", { name: view }).waitFor();
      const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      expect(await page.evaluate(overflow), view).toBe(0);
    }
    expect(page.url()).toContain(id);
  });

  it("says that the connection is lost, and then shows what was missed", async () => {
    const id = aChat();
    const { page } = await openPage(browser, server.url);
    await page.getByRole("button", { name: /^Ana/ }).click();
    await page.getByRole("log").getByText("¿Qué desea?").waitFor();
    fake.goAway();
    await page.getByText("The connection to the console's server is lost").waitFor();

    fake.addMessage(id, TEXT("Dicho mientras tanto"));
    fake.isAway = false;

    await page.getByRole("log").getByText("Dicho mientras tanto").waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByText("The connection to the console's server is lost").waitFor({ state: "detached" });
  });

  it("asks for a reason before dead letters are discarded", async () => {
    aChat();
    fake.deadLetters = [DEAD_LETTER];
    const { page } = await openPage(browser, server.url);
    await page.getByRole("tab", { name: /Queues/ }).click();
    await page.getByRole("button", { name: "Discard…" }).click();
    const dialog = page.getByRole("dialog", { name: "Discard 1 dead letter?" });
    expect(await dialog.getByRole("button", { name: "Discard for good" }).isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: "Keep" }).click();
    expect(fake.discarded).toEqual([]);

    await page.getByRole("button", { name: "Discard…" }).click();
    await dialog.getByLabel("Reason").fill("the customer called");
    await dialog.getByRole("button", { name: "Discard for good" }).click();
    await page.getByText("1 discarded").waitFor();
    expect(fake.discarded).toEqual(["wamid.dead"]);
  });

  it("stays where somebody reads, however fast it was scrolled, and at the end while the end is read", async () => {
    fake.addCustomer();
    for (let number = 1; number <= 150; number += 1)
      fake.addMessage("customer-1", TEXT(`Message ${number}.`));
    const { page } = await openPage(browser, `${server.url}/#customerId=customer-1`);
    const phone = page.getByRole("log");
    await phone.getByText("Message 150.").waitFor();
    fake.addMessage("customer-1", TEXT("The last one"));
    await phone.getByText("The last one").waitFor();
    expect(await page.evaluate(FROM_THE_END)).toBeLessThanOrEqual(0);

    // The script's step and what makes the chat longer come within one frame, before any scroll event.
    await page.evaluate(`new Promise(requestAnimationFrame).then(() => {
      const log = document.querySelector(".messages");
      log.scrollBy(0, -400);
      log.querySelector(".bubble:last-child .said").append(" and more".repeat(100));
    })`);
    await page.evaluate(NEXT_FRAMES);
    expect(await page.evaluate(FROM_THE_END)).toBeGreaterThan(300);
  });

  it("shows the last of 1000 messages and fetches earlier ones, with 50 customers at once", async () => {
    for (let number = 1; number <= 50; number += 1) fake.addCustomer({ name: `Customer ${number}` });
    for (let number = 1; number <= 1000; number += 1)
      fake.addMessage("customer-7", TEXT(`Message ${number}.`));
    const { page } = await openPage(browser, server.url);
    await page.getByLabel("Filter chats").fill("Customer 7");
    await page.getByRole("button", { name: /^Customer 7/ }).click();
    const phone = page.getByRole("log");
    await phone.getByText("Message 1000.").waitFor();
    expect(await phone.getByRole("listitem").count()).toBe(200);

    await page.getByRole("button", { name: "Show earlier messages" }).press("Enter");
    await phone.getByText("Message 601.").waitFor({ state: "attached" });
    expect(await phone.getByRole("listitem").count()).toBe(400);
  });
});
