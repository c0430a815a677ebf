import { createContext, useContext, useSyncExternalStore } from "react";
import type { ConsoleState } from "./console-state.ts";
import type { Store } from "./store.ts";

export const StoreContext = createContext<Store | undefined>(undefined);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === undefined) throw new Error("outside of StoreContext");
  return store;
}

/** A part of what the page knows. Its component is drawn again only when that part is another object. */
export function useConsole<Part>(select: (state: ConsoleState) => Part): Part {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => select(store.read()));
}
