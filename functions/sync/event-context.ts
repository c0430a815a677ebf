import type { ConversationsApi } from "../cartaai/client.ts";
import type { Scope } from "../cartaai/routes.ts";
import type { CallContext } from "../cartaai/transport.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { SessionsTable } from "../sessions/sessions-table.ts";
import type { SyncEvent } from "../sync-events/contract.ts";

/** What every step of applying one event needs. */
export interface EventContext {
  readonly event: SyncEvent;
  /** Hash of the event's id. */
  readonly hash: string;
  /** A person had it replayed although nobody can tell whether it was applied before (attribute `replayForce`). */
  readonly isForced: boolean;
  /** It may have come before others that were applied already. */
  readonly comesLate: boolean;
  /** Hashes of the older states that are merged into this one. */
  readonly older: readonly string[];
  readonly scope: Scope;
  readonly call: CallContext;
  readonly conversations: ConversationsApi;
  readonly sessions: Pick<SessionsTable, "claim" | "complete" | "load" | "save">;
  readonly telemetry: Telemetry;
  /** Called for each event that turns out to be applied: this one, or an earlier one whose outcome was unknown. */
  readonly noteApplied: (hash: string) => void;
  /** Milliseconds after which an attempt that was never answered cannot be under way any more. */
  readonly settleAfter: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}
