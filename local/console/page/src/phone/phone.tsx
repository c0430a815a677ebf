import { useEffect, useMemo, useState } from "react";
import type { ChatMessage, Customer } from "../../../api.ts";
import { EMPTY_CHAT } from "../data/console-state.ts";
import { useConsole, useStore } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";
import { useSend } from "../data/use-send.ts";
import { Dialog } from "../ui/dialog.tsx";
import { JsonView } from "../ui/json-view.tsx";
import { Composer } from "./composer.tsx";
import { LocationDialog } from "./location-dialog.tsx";
import type { MessageActions } from "./message-menu.tsx";
import { Messages } from "./messages.tsx";
import { PhoneHeader } from "./phone-header.tsx";
import { productNames } from "./sample-menu.ts";

interface PhoneProps {
  readonly customer: Customer;
  readonly onTimeline: (messageId: string | undefined) => void;
}

/** The customer's phone: what was said, and everything that can be said. */
export function Phone({ customer, onTimeline }: PhoneProps) {
  const store = useStore();
  const chat = useConsole(({ chats }) => chats.get(customer.id)) ?? EMPTY_CHAT;
  const generation = useConsole((state) => state.generation);
  const business = useConsole(({ businesses }) =>
    businesses.find(({ phoneNumberId }) => phoneNumberId === customer.phoneNumberId),
  );
  const { run } = useAction();
  const { send, answer } = useSend(customer.id);
  const [quoting, setQuoting] = useState<ChatMessage>();
  const [correcting, setCorrecting] = useState<ChatMessage>();
  const [record, setRecord] = useState<ChatMessage>();
  const [location, setLocation] = useState<{ quoted?: string }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation has forgotten the chat
  useEffect(() => void run(() => store.openChat(customer.id)), [store, run, customer.id, generation]);

  const subDomain = business?.subDomain;
  const actions: MessageActions = useMemo(() => {
    const names = productNames(subDomain);
    return {
      onSend: send,
      onLocation: (quoted) => setLocation({ quoted }),
      onQuote: setQuoting,
      onCorrect: setCorrecting,
      onTimeline: ({ timelineId }) => onTimeline(timelineId),
      onRecord: setRecord,
      productName: (id) => names.get(id) ?? id,
    };
  }, [send, onTimeline, subDomain]);

  return (
    <section className="panel phone" aria-label="Phone">
      <PhoneHeader customer={customer} businessName={business?.name ?? "Unknown business"} onSend={send} />
      <Messages
        chat={chat}
        typingUntil={customer.typingUntil}
        actions={actions}
        onEarlier={() => run(() => store.loadEarlier(customer.id))}
      />
      <Composer
        subDomain={subDomain}
        answer={answer}
        quoting={quoting}
        correcting={correcting}
        onSend={send}
        onLocation={() => setLocation({})}
        onDone={() => {
          setQuoting(undefined);
          setCorrecting(undefined);
        }}
      />
      {location && (
        <LocationDialog
          subDomain={subDomain}
          onSend={(place) => send({ kind: "location", ...place, ...location })}
          onClose={() => setLocation(undefined)}
        />
      )}
      {record && (
        <Dialog title="Message" wide onClose={() => setRecord(undefined)}>
          <JsonView label="The message as JSON" value={record} />
        </Dialog>
      )}
    </section>
  );
}
