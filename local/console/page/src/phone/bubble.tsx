import { memo } from "react";
import { type ChatMessage, inWords } from "../../../api.ts";
import { clockTime } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import type { Bubble as BubbleView } from "./fold-messages.ts";
import { MessageContent } from "./message-content.tsx";
import { type MessageActions, MessageMenu } from "./message-menu.tsx";
import { Ticks } from "./ticks.tsx";

const WRITERS = { customer: "Customer", bot: "Bot", staff: "Staff", whatsapp: "WhatsApp" } as const;

const TROUBLE: Partial<Record<ChatMessage["state"], string>> = {
  sending: "being sent",
  refused: "refused by the webhook",
  retrying: "waits to be tried again",
  dead: "dead letter",
};

interface BubbleProps {
  readonly bubble: BubbleView;
  readonly quoted: ChatMessage | undefined;
  readonly actions: MessageActions;
}

/** One message. Drawn again only when it, or what it quotes, has changed. */
export const Bubble = memo(function Bubble({ bubble, quoted, actions }: BubbleProps) {
  const { message, reactions, corrected, takenBack } = bubble;
  const trouble = TROUBLE[message.state];
  return (
    <li className={`bubble from-${message.from}`} data-message-id={message.id} data-state={message.state}>
      <span className="visually-hidden">{WRITERS[message.from]}: </span>
      {message.from === "staff" && <p className="kind">Staff</p>}
      {message.quoted && <p className="quote">{quoted ? inWords(quoted.content) : "An earlier message"}</p>}
      {takenBack && <p className="kind">Taken back</p>}
      {corrected === undefined ? (
        <MessageContent message={message} {...actions} />
      ) : (
        <p className="said">
          {corrected} <span className="soft small-print">corrected</span>
        </p>
      )}
      <p className="meta">
        {trouble && (
          <span className="trouble">
            {message.state !== "sending" && <Icon name="warning" />} {trouble}
          </span>
        )}
        <time dateTime={message.at}>{clockTime(message.at)}</time>
        {message.ticks && <Ticks ticks={message.ticks} />}
      </p>
      {reactions.length > 0 && (
        <p className="reactions">
          {reactions.map(({ from, emoji }) => (
            <span key={from} role="img" aria-label={`${WRITERS[from]} reacted with ${emoji}`}>
              {emoji}
            </span>
          ))}
        </p>
      )}
      <MessageMenu message={message} actions={actions} />
    </li>
  );
});
