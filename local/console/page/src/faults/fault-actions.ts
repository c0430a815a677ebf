import { type ActiveFault, activeFaultSchema, faultsSchema, type NewFault } from "../../../api.ts";
import { post, remove } from "../data/client.ts";
import type { Store } from "../data/store.ts";

/** @param times how many calls it strikes; undefined: until it is switched off */
export async function switchOn(store: Store, fault: NewFault, times: number | undefined): Promise<void> {
  const active = await post("faults", { ...fault, ...(times !== undefined && { times }) }, activeFaultSchema);
  const others = store.read().faults.filter((other) => !isSame(other, active));
  store.apply({ kind: "faults", data: { faults: [...others, active] } });
}

export async function switchOff(store: Store, { service, id }: ActiveFault): Promise<void> {
  const data = await remove(`faults/${service}/${encodeURIComponent(id)}`, faultsSchema);
  store.apply({ kind: "faults", data });
}

export async function switchAllOff(store: Store): Promise<void> {
  store.apply({ kind: "faults", data: await remove("faults", faultsSchema) });
}

function isSame(one: ActiveFault, other: ActiveFault): boolean {
  return one.service === other.service && one.id === other.id;
}
