import { useEffect, useMemo, useState } from "react";
import type { Chat } from "../data/console-state.ts";
import { Empty } from "../ui/empty.tsx";
import { Bubble } from "./bubble.tsx";
import { foldMessages } from "./fold-messages.ts";
import type { MessageActions } from "./message-menu.tsx";

interface MessagesProps {
  readonly chat: Chat;
  readonly typingUntil: string | undefined;
  readonly actions: MessageActions;
  readonly onEarlier: () => void;
}

/** The messages, oldest first. It stays at the end while the end is being read: phone.css says how. */
export function Messages({ chat, typingUntil, actions, onEarlier }: MessagesProps) {
  const { messages, more, loaded } = chat;
  const bubbles = useMemo(() => foldMessages(messages), [messages]);
  const byId = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages]);
  const typing = useUntil(typingUntil);

  return (
    // What scrolls has to be reachable with the keyboard; new messages are read out.
    <div
      className="messages"
      role="log"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
    >
      <div className="conversation">
        {more && (
          <button type="button" className="button small earlier" onClick={onEarlier}>
            Show earlier messages
          </button>
        )}
        {loaded && bubbles.length === 0 && (
          <Empty title="Nothing has been said yet">
            <p>Write a message below, or attach a photo, a voice note, a place or an order.</p>
          </Empty>
        )}
        <ol className="bubbles">
          {bubbles.map((bubble) => (
            <Bubble
              key={bubble.message.id}
              bubble={bubble}
              quoted={byId.get(bubble.message.quoted ?? "")}
              actions={actions}
            />
          ))}
        </ol>
        {typing && <p className="typing">typing…</p>}
      </div>
    </div>
  );
}

/** Whether a moment is still to come. */
function useUntil(moment: string | undefined): boolean {
  const [now, setNow] = useState(Date.now);
  const end = moment === undefined ? 0 : Date.parse(moment);
  useEffect(() => {
    setNow(Date.now());
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, end - Date.now()) + 1);
    return () => clearTimeout(timer);
  }, [end]);
  return end > now;
}
