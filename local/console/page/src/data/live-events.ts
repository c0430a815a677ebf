import { EVENT_SCHEMAS, type EventData, type EventName } from "../../../api.ts";

export type LiveEvent = {
  [Name in EventName]: { readonly kind: Name; readonly data: EventData<Name> };
}[EventName];

interface Listeners {
  /** Called with all that arrived within the same moment, in order. */
  readonly onEvents: (events: readonly LiveEvent[]) => void;
  readonly onConnection: (connection: "live" | "lost") => void;
}

/** Milliseconds: a person does not see the difference, and a burst of events is drawn once. */
const GATHERING = 40;
/** Milliseconds before the first attempt to connect again, and the longest; each is twice as long as the one before. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;

/**
 * Listens to the server's events from one on, and connects again whenever the connection breaks, without missing any.
 * The browser would connect again by itself after some failures, and give up after others.
 *
 * @returns stops listening
 */
export function listenToEvents(after: string, { onEvents, onConnection }: Listeners): () => void {
  let last = after;
  let pause = FIRST_PAUSE;
  let source: EventSource | undefined;
  let reconnecting: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let gathered: LiveEvent[] = [];

  function connect(): void {
    source = new EventSource(`/console/events?${new URLSearchParams({ after: last })}`);
    source.onopen = () => {
      pause = FIRST_PAUSE;
      onConnection("live");
    };
    source.onerror = () => {
      source?.close();
      onConnection("lost");
      reconnecting = setTimeout(connect, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    };
    for (const name of eventNames()) source.addEventListener(name, (event) => take(name, event));
  }

  function take(name: EventName, { data, lastEventId }: MessageEvent<string>): void {
    if (lastEventId !== "") last = lastEventId;
    const event = readEvent(name, data);
    if (event === undefined) return;
    gathered.push(event);
    gathering ??= setTimeout(handOver, GATHERING);
  }

  function handOver(): void {
    const events = gathered;
    gathered = [];
    gathering = undefined;
    onEvents(events);
  }

  connect();
  return () => {
    source?.close();
    clearTimeout(reconnecting);
    clearTimeout(gathering);
  };
}

/** Undefined, and a line in the browser's console, for what makes no sense: the other events still count. */
export function readEvent(name: EventName, data: string): LiveEvent | undefined {
  try {
    // The schema of a name gives the data of that name; the compiler does not follow it through a union.
    return { kind: name, data: EVENT_SCHEMAS[name].parse(JSON.parse(data)) } as LiveEvent;
  } catch (error) {
    console.error(`An event "${name}" makes no sense`, error);
    return undefined;
  }
}

function eventNames(): readonly EventName[] {
  return Object.keys(EVENT_SCHEMAS) as EventName[];
}
