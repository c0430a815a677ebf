import { useCallback, useEffect, useState } from "react";

/** Where somebody is on the page. Kept in the address, so that a reload comes back to it. */
export interface Place {
  readonly customerId: string | undefined;
  readonly view: string | undefined;
  /** The message whose timeline is shown; undefined: the last one. */
  readonly messageId: string | undefined;
}

export function usePlace(): readonly [Place, (change: Partial<Place>) => void] {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const named = Object.entries(place).filter((entry): entry is [string, string] => entry[1] !== undefined);
    history.replaceState(null, "", `#${new URLSearchParams(named)}`);
  }, [place]);
  const go = useCallback((change: Partial<Place>) => setPlace((before) => ({ ...before, ...change })), []);
  return [place, go];
}

function readPlace(): Place {
  const named = new URLSearchParams(location.hash.slice(1));
  return {
    customerId: named.get("customerId") ?? undefined,
    view: named.get("view") ?? undefined,
    messageId: named.get("messageId") ?? undefined,
  };
}
