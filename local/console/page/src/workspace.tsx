import { type ReactNode, useCallback } from "react";
import { useConsole } from "./data/use-console.ts";
import type { Place } from "./data/use-place.ts";
import { FaultsPanel } from "./faults/faults-panel.tsx";
import { useLayout, type View, viewsInTabs } from "./layout.ts";
import { MirrorPanel } from "./mirror/mirror.tsx";
import { ChatList } from "./phone/chat-list.tsx";
import { Phone } from "./phone/phone.tsx";
import { QueuesPanel } from "./queues/queues-panel.tsx";
import { ScenariosPanel } from "./scenarios/scenarios-panel.tsx";
import { TimelinePanel } from "./timeline/timeline-panel.tsx";
import { Empty } from "./ui/empty.tsx";
import { Tabs } from "./ui/tabs.tsx";

const LABELS: Record<View, string> = {
  chats: "Chats",
  phone: "Phone",
  cartaai: "CartaAI",
  timeline: "Timeline",
  queues: "Queues",
  faults: "Faults",
  scenarios: "Scenarios",
};

interface WorkspaceProps {
  readonly place: Place;
  readonly go: (change: Partial<Place>) => void;
  readonly onCustomer: (customerId: string) => void;
}

/** The views: as many side by side as there is room for, the others in tabs. */
export function Workspace({ place, go, onCustomer }: WorkspaceProps) {
  const customer = useConsole(({ customers }) => customers.get(place.customerId ?? ""));
  const deadLetters = useConsole(({ queues }) =>
    queues.queues.reduce((sum, queue) => sum + queue.deadLetters, 0),
  );
  const faults = useConsole((state) => state.faults.length);
  const layout = useLayout();
  const inTabs = viewsInTabs(layout);
  const selected = inTabs.find((view) => view === place.view) ?? inTabs[0] ?? "chats";
  const showTimeline = useCallback(
    (messageId: string | undefined) => go({ messageId, view: "timeline" }),
    [go],
  );

  const nobody = (
    <Empty title="No chat is open">
      <p>Choose one under “Chats”, make up a customer, or play a scenario.</p>
    </Empty>
  );
  const views: Record<View, () => ReactNode> = {
    chats: () => <ChatList selected={customer?.id} onSelect={onCustomer} />,
    phone: () =>
      customer ? (
        <Phone key={`phone ${customer.id}`} customer={customer} onTimeline={showTimeline} />
      ) : (
        <section className="panel phone" aria-label="Phone">
          {nobody}
        </section>
      ),
    cartaai: () =>
      customer ? (
        <MirrorPanel key={`cartaai ${customer.id}`} customer={customer} />
      ) : (
        <section className="panel mirror" aria-label="CartaAI's side">
          {nobody}
        </section>
      ),
    timeline: () =>
      customer ? (
        <TimelinePanel customer={customer} messageId={place.messageId} onSelect={showTimeline} />
      ) : (
        nobody
      ),
    queues: () => <QueuesPanel onCustomer={onCustomer} onTimeline={showTimeline} />,
    faults: () => <FaultsPanel />,
    scenarios: () => <ScenariosPanel />,
  };
  const tabs = inTabs.map((key) => ({
    key,
    label: LABELS[key],
    count: key === "queues" ? deadLetters : key === "faults" ? faults : 0,
  }));
  const isPanel = selected === "chats" || selected === "phone" || selected === "cartaai";

  return (
    <main className={`workspace ${layout}`}>
      {layout !== "narrow" && views.chats()}
      {layout !== "narrow" && views.phone()}
      {layout === "wide" && views.cartaai()}
      <div className="panel inspector">
        <Tabs label="Views" tabs={tabs} selected={selected} onSelect={(view) => go({ view })} />
        <div role="tabpanel" aria-label={LABELS[selected]} className={isPanel ? "whole" : "panel-body"}>
          {views[selected]()}
        </div>
      </div>
    </main>
  );
}
