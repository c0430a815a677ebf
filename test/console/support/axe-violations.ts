import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

type RunOptions = Parameters<AxeBuilder["options"]>[0];

/** What the dark colours can spoil is the contrast; every other rule is checked in the light. */
const LOOKS = [
  { colorScheme: "light", rules: {} },
  { colorScheme: "dark", rules: { runOnly: { type: "rule", values: ["color-contrast"] } } },
] as const satisfies readonly { readonly rules: RunOptions; readonly colorScheme: string }[];

/**
 * What axe finds on the page as it is now, in the light and in the dark, in words.
 *
 * @param within a selector; default: the whole page
 */
export async function axeViolations(page: Page, within?: string): Promise<string[]> {
  const found: string[] = [];
  for (const { colorScheme, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    const axe = await axeOn(page);
    // The passes, which are many, would take longer to be told than to be found.
    axe.options({ ...rules, resultTypes: ["violations"] });
    if (within !== undefined) axe.include(within);
    const { violations } = await axe.analyze();
    for (const { id, help, nodes } of violations) {
      const where = nodes.map(({ html }) => html.slice(0, 120)).join(" | ");
      found.push(`in the ${colorScheme}: ${id}: ${help}: ${where}`);
    }
  }
  return found;
}

/** Half a megabyte of script, which it would put into the page again for each look, is there after the first. */
async function axeOn(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate<boolean>("window.axe !== undefined");
  // In the page itself, which has no frames, instead of in another one that is opened for each look.
  return new AxeBuilder({ page, ...(isThere && { axeSource: "undefined" }) }).setLegacyMode();
}
