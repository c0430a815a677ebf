import type { ChatMessage } from "../../../api.ts";
import type { Outgoing } from "../data/use-send.ts";
import { MenuButton, type MenuItem } from "../ui/menu-button.tsx";

export interface MessageActions {
  readonly onSend: (outgoing: Outgoing) => void;
  readonly onLocation: (quoted: string) => void;
  readonly onQuote: (message: ChatMessage) => void;
  readonly onCorrect: (message: ChatMessage) => void;
  readonly onTimeline: (message: ChatMessage) => void;
  readonly onRecord: (message: ChatMessage) => void;
  readonly productName: (productId: string) => string;
}

const REACTIONS = ["👍", "❤️", "😂", "🙏"];

interface MessageMenuProps {
  readonly message: ChatMessage;
  readonly actions: MessageActions;
}

/** What can be done with a message. */
export function MessageMenu({ message, actions }: MessageMenuProps) {
  return (
    <span className="bubble-menu">
      <MenuButton label="What to do with this message" icon="more" items={() => itemsOf(message, actions)} />
    </span>
  );
}

function itemsOf(message: ChatMessage, actions: MessageActions): readonly MenuItem[] {
  const { onSend, onQuote, onCorrect, onTimeline, onRecord } = actions;
  const inspect: MenuItem[] = [
    { label: "Show its timeline", icon: "list", onSelect: () => onTimeline(message) },
    { label: "Show it as JSON", onSelect: () => onRecord(message) },
  ];
  if (message.from === "whatsapp") return inspect;
  const react = (emoji: string) => onSend({ kind: "reaction", about: message.id, emoji });
  const own: MenuItem[] = [
    ...(message.content.kind === "text" ? [{ label: "Correct", onSelect: () => onCorrect(message) }] : []),
    { label: "Take back", onSelect: () => onSend({ kind: "revoke", about: message.id }) },
  ];
  return [
    { label: "Reply", icon: "reply", onSelect: () => onQuote(message) },
    ...REACTIONS.map((emoji) => ({ label: `React with ${emoji}`, onSelect: () => react(emoji) })),
    { label: "Take the reaction back", onSelect: () => react("") },
    ...(message.from === "customer" ? own : []),
    ...inspect,
  ];
}
