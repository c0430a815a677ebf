import { useConsole, useStore } from "../data/use-console.ts";
import { useAction } from "../data/use-problems.tsx";
import { Icon } from "../ui/icon.tsx";
import { switchAllOff } from "./fault-actions.ts";
import { faultInWords } from "./fault-words.ts";

/** Stands at the top of every view while anything is made to go wrong. */
export function FaultsBanner() {
  const store = useStore();
  const faults = useConsole((state) => state.faults);
  const { busy, run } = useAction();
  return (
    <div role="status" aria-label="Faults that are on">
      {faults.length > 0 && (
        <p className="notice warn">
          <Icon name="warning" />
          {faults.map(faultInWords).join(" · ")}
          <button
            type="button"
            className="button small"
            disabled={busy}
            onClick={() => run(() => switchAllOff(store))}
          >
            Switch off
          </button>
        </p>
      )}
    </div>
  );
}
