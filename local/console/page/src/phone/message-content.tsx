import { useState } from "react";
import type { ChatMessage, Content } from "../../../api.ts";
import type { Outgoing } from "../data/use-send.ts";
import { Icon } from "../ui/icon.tsx";
import { ListSheet } from "./list-sheet.tsx";
import { PlainContent } from "./plain-content.tsx";

interface MessageContentProps {
  readonly message: ChatMessage;
  readonly onSend: (outgoing: Outgoing) => void;
  readonly onLocation: (quoted: string) => void;
  readonly productName: (productId: string) => string;
}

/** What a message shows, with what can be tapped in it. */
export function MessageContent({ message, onSend, onLocation, productName }: MessageContentProps) {
  const { content, id } = message;
  switch (content.kind) {
    case "buttons":
      return (
        <>
          <p className="said">{content.text}</p>
          <div className="choices">
            {content.options.map((option) => (
              <button
                key={option.id}
                type="button"
                className="choice"
                onClick={() => onSend({ kind: "button", id: option.id, title: option.title, quoted: id })}
              >
                <Icon name="reply" />
                {option.title}
              </button>
            ))}
          </div>
        </>
      );
    case "list":
      return (
        <ListMessage content={content} onSend={(choice) => onSend({ kind: "list", ...choice, quoted: id })} />
      );
    case "location-request":
      return (
        <>
          <p className="said">{content.text}</p>
          <div className="choices">
            <button type="button" className="choice" onClick={() => onLocation(id)}>
              <Icon name="pin" />
              Send location
            </button>
          </div>
        </>
      );
    case "order":
      return <Basket content={content} productName={productName} />;
    default:
      return <PlainContent content={content} />;
  }
}

interface ListMessageProps {
  readonly content: Extract<Content, { kind: "list" }>;
  readonly onSend: (choice: { id: string; title: string; description?: string }) => void;
}

function ListMessage({ content, onSend }: ListMessageProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className="said">{content.text}</p>
      <div className="choices">
        <button type="button" className="choice" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Icon name="list" />
          {content.open}
        </button>
      </div>
      {open && <ListSheet content={content} onChoose={onSend} onClose={() => setOpen(false)} />}
    </>
  );
}

interface BasketProps {
  readonly content: Extract<Content, { kind: "order" }>;
  readonly productName: (productId: string) => string;
}

function Basket({ content, productName }: BasketProps) {
  return (
    <>
      <p className="kind">
        <Icon name="cart" /> Order from the catalogue
      </p>
      <ul>
        {content.items.map((item) => (
          <li key={item.productId}>
            {item.quantity} × {productName(item.productId)}
          </li>
        ))}
      </ul>
      {content.note && <p className="said">{content.note}</p>}
    </>
  );
}
