import { messagesPageSchema, stateSchema, timelineSchema } from "../../../api.ts";
import { get } from "./client.ts";
import { type ConsoleState, INITIAL } from "./console-state.ts";
import { type LiveEvent, listenToEvents } from "./live-events.ts";
import { type Change, reduce } from "./reduce.ts";

/** What the page knows of the system, kept up to date by the server's events. */
export interface Store {
  read(): ConsoleState;
  subscribe(listener: () => void): () => void;
  /** Loads everything, then follows the events. Called again, it starts anew. */
  start(): void;
  stop(): void;
  /** @throws {RequestError} */
  openChat(customerId: string): Promise<void>;
  /** @throws {RequestError} */
  loadEarlier(customerId: string): Promise<void>;
  /** @throws {RequestError} */
  openTimeline(messageId: string): Promise<void>;
  /** Takes what an answer told, before the event arrives. */
  apply(change: Change): void;
}

/** Milliseconds between attempts at a server that does not give its state. */
const RETRY = 2000;

export function createStore(): Store {
  let state = INITIAL;
  let stopListening = () => {};
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let starts = 0;
  const listeners = new Set<() => void>();

  function applyAll(changes: readonly Change[]): void {
    state = changes.reduce(reduce, state);
    for (const listener of listeners) listener();
  }
  const apply = (change: Change) => applyAll([change]);

  function stop(): void {
    starts += 1;
    stopListening();
    clearTimeout(retrying);
  }

  async function start(): Promise<void> {
    stop();
    const current = starts;
    try {
      const answer = await get("state", stateSchema);
      if (current !== starts) return;
      apply({ kind: "loaded", state: answer });
      stopListening = listenToEvents(answer.lastEventId, {
        onEvents,
        onConnection: (connection) => apply({ kind: "connection", connection }),
      });
    } catch (error) {
      if (current !== starts) return;
      apply({ kind: "failed", failure: error instanceof Error ? error.message : String(error) });
      retrying = setTimeout(start, RETRY);
    }
  }

  function onEvents(events: readonly LiveEvent[]): void {
    if (events.some(({ kind }) => kind === "reset")) void start();
    else applyAll(events.filter((event) => event.kind !== "reset"));
  }

  async function loadPage(customerId: string, before: number | undefined): Promise<void> {
    const { generation } = state;
    const query = before === undefined ? "" : `?${new URLSearchParams({ before: String(before) })}`;
    const path = `customers/${encodeURIComponent(customerId)}/messages${query}`;
    const page = await get(path, messagesPageSchema);
    if (generation === state.generation) apply({ kind: "chat-page", customerId, page });
  }

  return {
    read: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => void start(),
    stop,
    apply,
    async openChat(customerId) {
      if (state.chats.get(customerId)?.loaded) return;
      apply({ kind: "chat-opened", customerId });
      await loadPage(customerId, undefined);
    },
    loadEarlier: (customerId) => loadPage(customerId, state.chats.get(customerId)?.messages[0]?.sequence),
    async openTimeline(messageId) {
      const { generation } = state;
      apply({ kind: "timeline-opened", messageId });
      const timeline = await get(`timelines/${encodeURIComponent(messageId)}`, timelineSchema);
      if (generation === state.generation) apply({ kind: "timeline", timeline });
    },
  };
}
