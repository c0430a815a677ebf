import { useMemo } from "react";
import { type ChatMessage, type Customer, inWords } from "../../../api.ts";
import { EMPTY_CHAT } from "../data/console-state.ts";
import { useConsole } from "../data/use-console.ts";
import { Empty } from "../ui/empty.tsx";
import { clockTime } from "../ui/format.ts";
import { MessageTimeline } from "./message-timeline.tsx";

interface TimelinePanelProps {
  readonly customer: Customer;
  /** Undefined: the last one. */
  readonly messageId: string | undefined;
  readonly onSelect: (messageId: string | undefined) => void;
}

/** One message's way through the system. The last message's, until another one is chosen. */
export function TimelinePanel({ customer, messageId, onSelect }: TimelinePanelProps) {
  const { messages } = useConsole(({ chats }) => chats.get(customer.id)) ?? EMPTY_CHAT;
  const traced = useMemo(() => messages.filter(hasTimeline).reverse(), [messages]);
  const shown = messageId ?? traced[0]?.timelineId;

  if (shown === undefined) {
    return (
      <Empty title="No message to follow yet">
        <p>Each message of the customer gets a timeline: webhook, queues, attempts, CartaAI, replies.</p>
      </Empty>
    );
  }
  const isListed = traced.some(({ timelineId }) => timelineId === shown);
  return (
    <div className="stack">
      <label className="field">
        <span className="label">Message</span>
        <select
          className="input"
          value={messageId ?? ""}
          onChange={({ target }) => onSelect(target.value === "" ? undefined : target.value)}
        >
          <option value="">The last one, always</option>
          {messageId !== undefined && !isListed && <option value={messageId}>{messageId}</option>}
          {traced.map((message) => (
            <option key={message.id} value={message.timelineId}>
              {clockTime(message.at)} {inWords(message.content).slice(0, 60)}
            </option>
          ))}
        </select>
      </label>
      <MessageTimeline key={shown} messageId={shown} />
    </div>
  );
}

/** Replies are in the timeline of the message that they answer. */
function hasTimeline(message: ChatMessage): boolean {
  return message.timelineId !== undefined && message.timelineId === message.id;
}
