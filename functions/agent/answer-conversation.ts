import { formerSessionKeys, mayBeElsewhere } from "../sessions/session.ts";
import { businessOf } from "./business-of.ts";
import { type ConversationRecord, isDecided, newRecord } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { failTurn } from "./fail-turn.ts";
import { pauseBefore } from "./pause.ts";
import { putRefusedAside } from "./put-aside.ts";
import { fieldsOf, type QueuedTurn } from "./queued-turn.ts";
import { isSilent, noteStaff } from "./silence.ts";
import { beginTurn, keepSilent, resumeTurn, takeTurn } from "./take-turn.ts";
import type { ConversationContext } from "./turn-context.ts";
import { type LoadedRecords, markKey } from "./turn-store.ts";

/** What of a conversation is not handled, in order, and when to try again. */
export interface Remainder {
  readonly turns: readonly QueuedTurn[];
  /** Seconds. */
  readonly delay: number;
}

/** Milliseconds: with less than this left a turn is not begun, so that its end can still be recorded. */
const SHORTEST_USEFUL_TIME = 15_000;

/**
 * Handles one conversation's part of a batch: finishes the turn that was interrupted, if there is one, and then takes
 * everything that has piled up as one turn. Never throws.
 *
 * @param deadline epoch milliseconds by which everything has to be recorded
 */
export async function answerConversation(
  pk: string,
  queued: readonly QueuedTurn[],
  loaded: LoadedRecords,
  deadline: number,
  dependencies: AgentDependencies,
): Promise<Remainder> {
  const record = loaded.records.get(pk) ?? newRecord(pk);
  const conversation = { record, deadline, dependencies };
  const { unmarked, ...selection } = select(queued, record, loaded, dependencies);
  let { waiting } = selection;
  try {
    if (unmarked.length > 0) await dependencies.store.complete(record, subDomainOf(queued), unmarked);
    if (isDecided(record.turn)) {
      await resume(waiting, conversation);
      waiting = waiting.filter(({ hash }) => !record.recent.includes(hash));
    }
    const pause = pauseBefore(waiting, conversation);
    if (pause > 0) return { turns: waiting, delay: pause };
    if (deadline - dependencies.clock() < SHORTEST_USEFUL_TIME) return { turns: waiting, delay: 0 };
    if (waiting.length > 0) await take(waiting, conversation);
    return { turns: [], delay: 0 };
  } catch (error) {
    return await failTurn(error, waiting, conversation);
  }
}

interface Selection {
  /** What is left to be answered, in order, each message once. */
  readonly waiting: readonly QueuedTurn[];
  /** Hashes of handled messages that have to be marked, and that watermarks alone know. */
  readonly unmarked: readonly string[];
}

/** Leaves out what was handled before, however long ago, and what the batch holds twice. */
function select(
  queued: readonly QueuedTurn[],
  record: ConversationRecord,
  { records, handled }: LoadedRecords,
  { telemetry }: AgentDependencies,
): Selection {
  const waiting = new Map<string, QueuedTurn>();
  const unmarked: string[] = [];
  for (const each of queued) {
    const { hash, turn } = each;
    const isMarked = handled.has(markKey({ subDomain: turn.conversation.subDomain, message: hash }));
    const former = formerSessionKeys(turn.conversation).flatMap((key) => records.get(key) ?? []);
    if (!isMarked && ![record, ...former].some(({ recent }) => recent.includes(hash))) {
      if (!waiting.has(hash)) waiting.set(hash, each);
      continue;
    }
    if (!isMarked && mayBeElsewhere(turn.conversation)) unmarked.push(hash);
    telemetry.count("TurnsSkipped", 1, { reason: "already-handled" });
    telemetry.info("Skipped a turn: already-handled", fieldsOf(each));
  }
  return { waiting: [...waiting.values()], unmarked };
}

function subDomainOf([first]: readonly QueuedTurn[]): string {
  return first?.turn.conversation.subDomain ?? "";
}

async function resume(waiting: readonly QueuedTurn[], conversation: ConversationContext): Promise<void> {
  const { turn } = conversation.record;
  if (turn === undefined) return;
  turn.attempts += 1;
  const business = await businessOf(turn, conversation);
  // Its messages are gone from the queue: whoever took them out has given the answer up.
  const isWaitedFor = waiting.some(({ hash }) => turn.messages.includes(hash));
  await resumeTurn({ ...conversation, turn, business }, isWaitedFor);
  await putRefusedAside(waiting, turn, conversation);
}

async function take(waiting: readonly QueuedTurn[], conversation: ConversationContext): Promise<void> {
  const turn = beginTurn(waiting, conversation.record);
  const context = { ...conversation, turn, business: await businessOf(turn, conversation) };
  noteStaff(waiting, context);
  // The staff are not answered, however old what they wrote is.
  const isStaffAlone = waiting.every((queued) => queued.turn.input.kind === "staff");
  if (isStaffAlone || isSilent(context)) return await keepSilent(waiting, context);
  await takeTurn(waiting, context);
  await putRefusedAside(waiting, turn, conversation);
}
