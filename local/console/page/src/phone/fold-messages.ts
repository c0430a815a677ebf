import type { ChatMessage, Content } from "../../../api.ts";

/** A message as the chat shows it, with what later ones did to it. */
export interface Bubble {
  readonly message: ChatMessage;
  readonly reactions: readonly { readonly from: ChatMessage["from"]; readonly emoji: string }[];
  /** The text that it was corrected to. */
  readonly corrected: string | undefined;
  readonly takenBack: boolean;
}

/** Reactions, corrections and withdrawals are shown on the message that they are about, the last one counts. */
export function foldMessages(messages: readonly ChatMessage[]): readonly Bubble[] {
  const bubbles = new Map<string, Bubble>();
  for (const message of messages) {
    const about = "about" in message.content ? bubbles.get(message.content.about) : undefined;
    if (about) bubbles.set(about.message.id, changed(about, message.from, message.content));
    else bubbles.set(message.id, { message, reactions: [], corrected: undefined, takenBack: false });
  }
  return [...bubbles.values()];
}

function changed(bubble: Bubble, from: ChatMessage["from"], content: Content): Bubble {
  switch (content.kind) {
    case "reaction": {
      const others = bubble.reactions.filter((reaction) => reaction.from !== from);
      const own = content.emoji === "" ? [] : [{ from, emoji: content.emoji }];
      return { ...bubble, reactions: [...others, ...own] };
    }
    case "edit":
      return { ...bubble, corrected: content.text };
    case "revoke":
      return { ...bubble, takenBack: true };
    default:
      return bubble;
  }
}
