import type { Fault, FaultCall, FaultSource } from "../../sqs/engine/faults.ts";
import type { PlannedFault } from "../plan/plan.ts";
import type { FaultInjector } from "./fault-injector.ts";

/** The planned faults of what the Lambdas ask SQS for. */
export function sqsFaults(faults: FaultInjector): FaultSource {
  return (call) => {
    const planned = faults.next("sqs", (fault) => toEngineFault(fault, call) !== undefined);
    if (planned === undefined) return undefined;
    faults.struck(planned);
    return toEngineFault(planned, call);
  };
}

function toEngineFault({ kind, variant }: PlannedFault, call: FaultCall): Fault | undefined {
  switch (kind) {
    case "sqs-refused":
      return variant < 0.5 ? { fault: "refuse" } : { fault: "drop" };
    case "sqs-applied-then-dropped":
      return variant < 0.5 ? { fault: "applyThenDrop" } : { fault: "applyThenFail" };
    case "sqs-partial-send-failure":
      return call.action === "SendMessageBatch" ? refuseSome(call, variant) : undefined;
    default:
      return undefined;
  }
}

/** Refuses at least one entry; a later one is accepted more often than not. */
function refuseSome({ request }: Extract<FaultCall, { action: "SendMessageBatch" }>, variant: number): Fault {
  const ids = (request.Entries ?? []).map(({ Id = "" }) => Id);
  const first = Math.floor(variant * ids.length);
  return { fault: "refuseEntries", ids: ids.slice(first, first + 1 + Math.floor(ids.length / 3)) };
}
