import type { TurnInput } from "../turns/contract.ts";
import type { Rendered } from "./content/rendered.ts";
import type { InboundMessage } from "./inbound.ts";

/** What people do to a message that was already sent, and what nobody wrote: also when it cannot be read. */
const WITHOUT_ANSWER: ReadonlySet<string> = new Set(["reaction", "edit", "revoke", "system"]);

/**
 * What the bot is told of a message. Of the staff's only that they wrote: they are not answered, they answer.
 *
 * @param type Meta's `type`
 * @returns `undefined` when nobody waits for an answer
 */
export function turnInputOf(
  type: string,
  author: InboundMessage["author"],
  rendered: Rendered["input"],
): TurnInput | undefined {
  if (rendered === "none" || WITHOUT_ANSWER.has(type)) return undefined;
  if (author === "staff") return { kind: "staff" };
  return rendered ?? { kind: "other" };
}
