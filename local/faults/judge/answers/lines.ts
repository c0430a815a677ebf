import type { Answered } from "../../world/bot.ts";
import type { Sending } from "../../world/whatsapp.ts";
import type { World } from "../../world/world.ts";

/** Something that the bot said in one of its answers, and what became of it. */
export interface Line {
  readonly text: string;
  readonly answer: Answered;
  /** Each time that the customer got it, in order. */
  readonly sendings: readonly Sending[];
}

/** Everything that the bot wanted said, in order. */
export function linesOf({ bot, whatsapp }: World): Line[] {
  const sendings = Map.groupBy(whatsapp.sendings, ({ text }) => text);
  return bot.answers.flatMap((answer) =>
    answer.lines.map((text) => ({ text, answer, sendings: sendings.get(text) ?? [] })),
  );
}

/** Nobody can know whether it was sent, and written down as sent. */
export function isInDoubt({ confirmed, invocation }: Sending): boolean {
  return !confirmed || !invocation.clean;
}
