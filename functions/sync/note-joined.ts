import { describeError } from "../observability/describe-error.ts";
import { formerSessionKeys, newSession } from "../sessions/session.ts";
import type { LoadedSessions } from "../sessions/sessions-table.ts";
import type { SyncDependencies } from "./dependencies.ts";
import type { QueuedEvent } from "./queued-event.ts";

/**
 * Notes in the sessions of conversations that others were merged with that copies of their events are applied elsewhere
 * now, so that from here on nobody goes by memory there. It is written before any such event is applied, on top of what
 * was read: copies in memory are stale with it (docs/decisions/0020).
 *
 * @returns the keys of those that could not be noted; the events that tell of them have to wait
 */
export async function noteJoined(
  events: readonly QueuedEvent[],
  loaded: LoadedSessions,
  { sessions, telemetry }: Pick<SyncDependencies, "sessions" | "telemetry">,
): Promise<Set<string>> {
  const failed = new Set<string>();
  const keys = new Set(events.flatMap(({ event }) => formerSessionKeys(event.conversation)));
  await Promise.all(
    [...keys].map(async (key) => {
      const session = loaded.sessions.get(key) ?? newSession(key);
      if (session.joined || loaded.unreadable.has(key)) return;
      try {
        session.joined = true;
        await sessions.save(session);
      } catch (error) {
        failed.add(key);
        telemetry.warn("A merged conversation could not be noted", describeError(error));
      }
    }),
  );
  return failed;
}
