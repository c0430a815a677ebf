import { useCallback } from "react";
import { ConnectionNotice } from "./data/connection-notice.tsx";
import { ProblemNotice } from "./data/problem-notice.tsx";
import { useConsole } from "./data/use-console.ts";
import { usePlace } from "./data/use-place.ts";
import { FaultsBanner } from "./faults/faults-banner.tsx";
import { Header } from "./header.tsx";
import { useLayout } from "./layout.ts";
import { ScenarioBanner } from "./scenarios/scenario-banner.tsx";
import { Empty } from "./ui/empty.tsx";
import { Workspace } from "./workspace.tsx";

/** The console: what is going on at the top, everything else below. */
export function App() {
  const loaded = useConsole((state) => state.loaded);
  const failure = useConsole((state) => state.failure);
  const [place, go] = usePlace();
  const isNarrow = useLayout() === "narrow";
  // Where the phone stands beside the tabs, the tab that is being looked at stays.
  const openChat = useCallback(
    (customerId: string) => go({ customerId, messageId: undefined, ...(isNarrow && { view: "phone" }) }),
    [go, isNarrow],
  );

  if (!loaded) {
    return (
      <main>
        <h1 className="visually-hidden">Conversation bridge console</h1>
        <Empty title={failure === undefined ? "Loading…" : "The console's server cannot be reached"}>
          {failure !== undefined && <p role="alert">{failure}. Trying again… Is `npm start` running?</p>}
        </Empty>
      </main>
    );
  }
  return (
    <>
      <Header customerId={place.customerId} onCustomer={openChat} />
      <div className="notices">
        <ConnectionNotice />
        <FaultsBanner />
        <ScenarioBanner onCustomer={openChat} />
        <ProblemNotice />
      </div>
      <Workspace place={place} go={go} onCustomer={openChat} />
    </>
  );
}
