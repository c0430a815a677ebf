import { useEffect, useState } from "react";
import { type ScenarioRun, scenarioRunSchema } from "../../../api.ts";
import { post } from "../data/client.ts";
import { useConsole } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";

const TONES: Record<ScenarioRun["state"], string> = {
  playing: "warn",
  done: "good",
  failed: "bad",
  stopped: "warn",
};

/** How far the scenario is, and whom to look at. Once it has ended it can be put away. */
export function ScenarioBanner({ onCustomer }: { readonly onCustomer: (customerId: string) => void }) {
  const current = useConsole((state) => state.scenarioRun);
  const customers = useConsole((state) => state.customers);
  const [away, setAway] = useState<string>();
  const { busy, run } = useAction();
  const firstCustomer = current?.state === "playing" ? current.customerIds[0] : undefined;

  useEffect(() => {
    if (firstCustomer !== undefined) onCustomer(firstCustomer);
  }, [firstCustomer, onCustomer]);

  if (current === undefined || current.id === away) return null;
  const stop = () => run(() => post("scenarios/stop", {}, scenarioRunSchema));
  const { state, done, steps, now, error, customerIds } = current;
  return (
    <section className={`notice ${TONES[state]}`} aria-label="Scenario" data-state={state}>
      <span>
        {current.name}: {state === "playing" ? `step ${done} of ${steps}` : state}
      </span>
      <span role="status">{error ?? now}</span>
      {customerIds.map((id) => (
        <button key={id} type="button" className="button small" onClick={() => onCustomer(id)}>
          {customers.get(id)?.name || "Chat"}
        </button>
      ))}
      {state === "playing" ? (
        <button type="button" className="button small" disabled={busy} onClick={stop}>
          Stop
        </button>
      ) : (
        <button type="button" className="button small" onClick={() => setAway(current.id)}>
          Put away
        </button>
      )}
    </section>
  );
}
