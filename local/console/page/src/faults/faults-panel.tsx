import { useState } from "react";
import { FAULT_CHOICES, type FaultService } from "../../../api.ts";
import { useConsole } from "../data/use-console.ts";
import { Field } from "../ui/field.tsx";
import { FaultSwitch } from "./fault-switch.tsx";
import { SERVICE_NAMES } from "./fault-words.ts";

const SERVICES: readonly FaultService[] = ["cartaai", "whatsapp", "models", "meta"];
const MOST = 1000;

/** Switches for what can be made to go wrong. */
export function FaultsPanel() {
  const has = useConsole((state) => state.has);
  const [limit, setLimit] = useState("");
  const times = limit === "" ? undefined : Math.min(MOST, Math.max(1, Math.trunc(Number(limit))));
  return (
    <div className="stack">
      <Field label="Strikes" hint="How many of the next calls; nothing here: until it is switched off.">
        <input
          className="input"
          type="number"
          min="1"
          max={MOST}
          placeholder="until switched off"
          value={limit}
          onChange={({ target }) => setLimit(target.value)}
        />
      </Field>
      {SERVICES.map((service) => {
        const available = service === "meta" || has[service];
        return (
          <fieldset key={service} className="card faults" disabled={!available}>
            <legend>{SERVICE_NAMES[service]}</legend>
            {!available && (
              <p className="soft small-print">There is no stand-in for it here, so it cannot be broken.</p>
            )}
            {FAULT_CHOICES.filter(({ fault }) => fault.service === service).map((choice) => (
              <FaultSwitch key={choice.label} choice={choice} times={times} />
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}
