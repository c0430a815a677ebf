import type { Locator, Page } from "playwright-core";
import type { Agreement } from "../../../local/console/api.ts";
import { DEAD_LETTER } from "./dead-letter.ts";
import { EVERY_CONTENT } from "./every-content.ts";
import type { FakeConsole } from "./fake-console.ts";

const NOW = "2026-11-22T19:05:00.000Z";
const DIALOG = "dialog";
const MENU = ".menu:popover-open";
const VIEW = '[role="tabpanel"]';

export interface Tour {
  readonly page: Page;
  readonly fake: FakeConsole;
  /** Looks at the page as it is now, or at the part of it that was not there before. */
  readonly look: (state: string, within?: string) => Promise<void>;
}

/** Shows every view, dialog, menu and state of the page, one after the other, on one page. */
export async function showEverything(tour: Tour): Promise<void> {
  await showNothingYet(tour);
  await showChat(tour);
  await showMenusAndDialogs(tour);
  await showAgreements(tour);
  await showTrouble(tour);
  await showSmallScreens(tour);
  await showLostConnection(tour);
}

async function showNothingYet({ page, look }: Tour): Promise<void> {
  await look("nobody has written");
  for (const view of ["Queues", "Faults", "Scenarios"]) {
    await openTab(page, view);
    await look(`${view}, nothing going on`, VIEW);
  }
  await page.getByRole("button", { name: "New customer" }).click();
  await look("new customer", DIALOG);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Export and import" }).click();
  await look("import", MENU);
  await page.keyboard.press("Escape");
}

async function showChat({ page, fake, look }: Tour): Promise<void> {
  const { id } = fake.addCustomer();
  await page.getByRole("button", { name: /^Ana/ }).click();
  await page.getByText("Nothing has been said yet").waitFor();
  await page.getByText("CartaAI knows nothing of this customer").waitFor();
  await openTab(page, "Timeline");
  await look("an empty chat");

  for (const { content, ...change } of EVERY_CONTENT) fake.addMessage(id, content, change);
  fake.addCustomer({ id, typingUntil: new Date(Date.now() + 600_000).toISOString() });
  fake.tell("mirror", { customerId: id });
  await page.getByText("typing…").waitFor();
  await page.getByRole("button", { name: "LT-1001" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "addMessage" }).waitFor();
  await look("a chat with everything in it");
  await chooseInMenu(page, firstMessageMenu(page), "Correct");
  await page.getByLabel("From").selectOption("staff");
  await look("correcting as staff", ".composer");
  await page.getByRole("button", { name: "Neither answer nor correct" }).click();
  await page.getByLabel("From").selectOption("customer");
}

async function showMenusAndDialogs({ page, look }: Tour): Promise<void> {
  const attach = page.getByRole("button", { name: "Attach" });
  const person = page.getByRole("button", { name: "Change who the customer is" });
  const transfer = page.getByRole("button", { name: "Export and import" });
  for (const [name, button] of Object.entries({
    attach,
    person,
    transfer,
    message: firstMessageMenu(page),
  })) {
    await button.click();
    await page.getByRole("menuitem").first().waitFor();
    await look(`menu: ${name}`, MENU);
    await page.keyboard.press("Escape");
  }
  const fromMenus: readonly (readonly [Locator, string])[] = [
    [attach, "Sample voice note…"],
    [attach, "Location…"],
    [attach, "Order from the catalogue…"],
    [person, "New phone number…"],
    [person, "New user id…"],
    [person, "How the next message comes…"],
    [firstMessageMenu(page), "Show it as JSON"],
  ];
  for (const [button, item] of fromMenus) {
    await chooseInMenu(page, button, item);
    await lookAtDialog(page, look, item);
  }
  for (const name of ["Ver opciones", "LT-1001", "Show the whole answer", /addMessage/]) {
    await page.getByRole("button", { name }).click();
    await lookAtDialog(page, look, String(name));
  }
  await page.getByRole("button", { name: "Record a voice note" }).click();
  await page.getByRole("button", { name: "Throw the recording away" }).waitFor();
  await look("recording", ".composer");
  await page.getByRole("button", { name: "Throw the recording away" }).click();
}

async function showAgreements({ page, fake, look }: Tour): Promise<void> {
  const agreement: Agreement = { state: "unknown", missing: 0, deadLetters: 0, differences: [], since: NOW };
  const customers = {
    Bruno: agreement,
    Carla: { ...agreement, state: "waiting", missing: 2 },
    Diego: { ...agreement, state: "differs", missing: 1, deadLetters: 1, differences: ["lost: user Hola"] },
  } as const;
  for (const [name, own] of Object.entries(customers)) {
    fake.addCustomer({ name, agreement: { ...own, differences: [...own.differences] } });
  }
  for (const name of Object.keys(customers)) {
    await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await page.getByRole("heading", { name: `${name} writes to` }).waitFor();
    if (name === "Diego") await page.getByText("What differs (1)").click();
    await look(`the two sides of ${name}`, name === "Diego" ? undefined : ".mirror");
  }
  fake.hidesMirror = true;
  await page.getByRole("button", { name: /^Ana/ }).click();
  await page.getByRole("button", { name: "Ask again" }).waitFor();
  await look("CartaAI's side cannot be shown", ".mirror");
  fake.hidesMirror = false;
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("button", { name: "LT-1001" }).waitFor();
}

async function showTrouble({ page, fake, look }: Tour): Promise<void> {
  fake.deadLetters = [DEAD_LETTER];
  fake.tell("queues", fake.queues());
  await openTab(page, "Queues");
  await page.getByText("422 from addMessage").waitFor();
  await look("queues with a dead letter", VIEW);
  const letters = page.getByRole("region", { name: "Dead letters of sync" });
  for (const name of ["Preview", "Discard…", "JSON"]) {
    await letters.getByRole("button", { name }).click();
    if (name === "Preview") await page.getByRole("cell", { name: "apply" }).waitFor();
    await lookAtDialog(page, look, `dead letter: ${name}`);
  }
  await openTab(page, "Faults");
  await page.getByRole("switch", { name: "CartaAI: Slow" }).click();
  await page.getByText("CartaAI: Slow, until switched off").waitFor();
  await chooseInMenu(
    page,
    page.getByRole("button", { name: "Export and import" }),
    "Export the conversation",
  );
  await page.getByText("the fake knows no").waitFor();
  await look("a fault is on, and an export failed");
  await openTab(page, "Scenarios");
  const run = { id: "run", name: "dinner", startedAt: NOW, done: 1, steps: 5, now: "Ana writes" };
  for (const state of ["playing", "done", "failed"] as const) {
    const error = state === "failed" ? { error: "no answer came" } : {};
    fake.tell("scenario", { ...run, state, customerIds: ["customer-1"], ...error });
    await page.locator(`[data-state="${state}"][aria-label="Scenario"]`).waitFor();
    await look(`a scenario: ${state}`, '[aria-label="Scenario"]');
  }
}

async function showSmallScreens({ page, look }: Tour): Promise<void> {
  await page.setViewportSize({ width: 900, height: 800 });
  await openTab(page, "CartaAI");
  await look("medium");
  await page.setViewportSize({ width: 360, height: 720 });
  for (const view of ["Chats", "Phone", "CartaAI", "Timeline", "Queues", "Faults", "Scenarios"]) {
    await openTab(page, view);
    await look(`narrow: ${view}`);
  }
}

async function showLostConnection({ page, fake, look }: Tour): Promise<void> {
  fake.goAway();
  await page.getByText("The connection to the console's server is lost").waitFor();
  await look("the connection is lost");
  await page.reload();
  await page.getByText("The console's server cannot be reached").waitFor();
  await look("there is no server");
}

async function openTab(page: Page, view: string): Promise<void> {
  await page.getByRole("tab", { name: view }).click();
  await page.getByRole("tabpanel", { name: view }).waitFor();
}

function firstMessageMenu(page: Page): Locator {
  return page.getByRole("log").getByRole("button", { name: "What to do with this message" }).first();
}

async function chooseInMenu(page: Page, button: Locator, item: string): Promise<void> {
  await button.click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function lookAtDialog(page: Page, look: Tour["look"], name: string): Promise<void> {
  await page.getByRole("dialog").waitFor();
  await look(`dialog: ${name}`, DIALOG);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}
