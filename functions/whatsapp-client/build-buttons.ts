import type { Reply } from "../replies/reply.ts";
import { cleanLine } from "../text/clean-text.ts";
import { LIMITS } from "./limits.ts";
import type { Interactive } from "./message.ts";

type ButtonsReply = Extract<Reply, { kind: "buttons" }>;
type Buttons = Extract<Interactive, { type: "button" }>["action"]["buttons"];

/** What opens a list that was meant as buttons: the menu sign, which is the same in every language. */
const MENU_SIGN = "☰";

/** The reply's buttons; undefined when WhatsApp could not show them as such, and a list has to do. */
export function buttonsOf({ buttons }: ButtonsReply): Buttons | undefined {
  const titles = buttons.map(({ title }) => cleanLine(title));
  const fit =
    buttons.length <= LIMITS.buttons &&
    titles.every((title) => title !== "" && title.length <= LIMITS.buttonTitle) &&
    buttons.every(({ description }) => !description?.trim()) &&
    unrepeated(titles) &&
    unrepeated(buttons.map(({ id }) => id));
  if (!fit) return undefined;
  return buttons.map(({ id, title }) => ({ type: "reply", reply: { id, title: cleanLine(title) } }));
}

/** The same choice as a list. */
export function asListOf({ text, buttons }: ButtonsReply): Extract<Reply, { kind: "list" }> {
  return { kind: "list", text, button: MENU_SIGN, sections: [{ rows: buttons }] };
}

/** Meta refuses two buttons of the same title or id. */
function unrepeated(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
