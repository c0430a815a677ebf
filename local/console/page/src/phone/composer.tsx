import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { type ChatMessage, inWords, type SendAnswer } from "../../../api.ts";
import type { Outgoing } from "../data/use-send.ts";
import { Icon } from "../ui/icon.tsx";
import { Attachments } from "./attachments.tsx";
import { SendStatus } from "./send-status.tsx";
import { VoiceButton } from "./voice-button.tsx";

interface ComposerProps {
  readonly subDomain: string | undefined;
  readonly answer: SendAnswer | undefined;
  /** The message that is answered, or corrected, if one is. */
  readonly quoting: ChatMessage | undefined;
  readonly correcting: ChatMessage | undefined;
  readonly onSend: (outgoing: Outgoing) => Promise<void>;
  readonly onLocation: () => void;
  /** Nothing is quoted or corrected any more. */
  readonly onDone: () => void;
}

/** Where messages are written. Enter sends, Shift and Enter make a new line. */
export function Composer(props: ComposerProps) {
  const { subDomain, answer, quoting, correcting, onSend, onLocation, onDone } = props;
  const [text, setText] = useState("");
  const [writer, setWriter] = useState<"customer" | "staff">("customer");
  const input = useRef<HTMLTextAreaElement>(null);
  const quoted = quoting ? { quoted: quoting.id } : {};

  // Before anything can be typed: a key that came first would be lost to the text that is filled in.
  useLayoutEffect(() => {
    if (correcting?.content.kind === "text") setText(correcting.content.text);
    if (correcting || quoting) input.current?.focus();
  }, [correcting, quoting]);

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    if (text.trim() === "") return;
    if (correcting) void onSend({ kind: "edit", about: correcting.id, text });
    else void onSend({ kind: writer === "staff" ? "staff" : "text", text, ...quoted });
    setText("");
    onDone();
  }

  /** The words of an earlier message, filled in to be corrected, are nothing that anybody wants to say again. */
  function cancel(): void {
    if (correcting) setText("");
    onDone();
  }

  function sendOnEnter(event: KeyboardEvent): void {
    if (event.key === "Escape") cancel();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  }

  const about = correcting ?? quoting;
  return (
    <div className="composer">
      {about && (
        <div className="composing-about">
          <p className="quote">
            <strong>{correcting ? "Correcting" : "Answering"}:</strong> {inWords(about.content)}
          </p>
          <button
            type="button"
            className="icon-button"
            aria-label="Neither answer nor correct"
            onClick={cancel}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
      <div className="composer-row">
        <Attachments
          subDomain={subDomain}
          onLocation={onLocation}
          onSend={(outgoing) => {
            void onSend({ ...outgoing, ...quoted });
            onDone();
          }}
        />
        {/* Around the text alone: the attachments' dialogs have forms of their own, which must not be inside of one. */}
        <form className="composer-row grow" onSubmit={submit}>
          <textarea
            ref={input}
            className="input"
            rows={1}
            maxLength={4096}
            aria-label={writer === "staff" ? "Message of the restaurant's staff" : "Message"}
            placeholder={writer === "staff" ? "Write as the restaurant's staff" : "Write as the customer"}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={sendOnEnter}
          />
          {text.trim() === "" ? (
            <VoiceButton onSend={(outgoing) => void onSend({ ...outgoing, ...quoted })} />
          ) : (
            <button type="submit" className="icon-button send" aria-label="Send">
              <Icon name="send" />
            </button>
          )}
        </form>
      </div>
      <div className="row spread">
        <label className="small-print row">
          From
          <select
            className="select-small"
            value={writer}
            onChange={({ target }) => setWriter(target.value === "staff" ? "staff" : "customer")}
          >
            <option value="customer">customer</option>
            <option value="staff">staff</option>
          </select>
        </label>
        <SendStatus answer={answer} />
      </div>
    </div>
  );
}
