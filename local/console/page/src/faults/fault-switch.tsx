import { useId } from "react";
import type { FaultChoice } from "../../../api.ts";
import { useConsole, useStore } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";
import { switchOff, switchOn } from "./fault-actions.ts";
import { isFrom, SERVICE_NAMES } from "./fault-words.ts";

interface FaultSwitchProps {
  readonly choice: FaultChoice;
  /** Undefined: until it is switched off. */
  readonly times: number | undefined;
}

export function FaultSwitch({ choice, times }: FaultSwitchProps) {
  const store = useStore();
  const active = useConsole(({ faults }) => faults.find((fault) => isFrom(choice, fault)));
  const { busy, run } = useAction();
  const helpId = useId();
  const toggle = () => run(() => (active ? switchOff(store, active) : switchOn(store, choice.fault, times)));
  return (
    <div className="fault">
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={active !== undefined}
        aria-label={`${SERVICE_NAMES[choice.fault.service]}: ${choice.label}`}
        aria-describedby={helpId}
        aria-disabled={busy}
        onClick={() => !busy && toggle()}
      >
        <span className="knob" aria-hidden="true" />
      </button>
      <div>
        <p>{choice.label}</p>
        <p id={helpId} className="soft small-print">
          {choice.help}
          {active && ` Struck ${active.struck}${active.times === undefined ? "" : ` of ${active.times}`}.`}
        </p>
      </div>
    </div>
  );
}
