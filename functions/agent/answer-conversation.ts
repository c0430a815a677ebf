import { mirrorApology } from "./apologise.ts";
import { businessOf } from "./business-of.ts";
import { claimMessages } from "./claim-messages.ts";
import { isDecided, newRecord } from "./conversation-record.ts";
import type { AgentDependencies } from "./dependencies.ts";
import { failTurn } from "./fail-turn.ts";
import { pauseBefore } from "./pause.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { resumeTurn } from "./resume-turn.ts";
import { selectWaiting } from "./select-waiting.ts";
import { isSilent, noteStaff } from "./silence.ts";
import { beginTurn, keepSilent, takeTurn } from "./take-turn.ts";
import type { ConversationContext } from "./turn-context.ts";
import type { LoadedRecords } from "./turn-store.ts";

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
  const { unmarked, ...selection } = selectWaiting(queued, record, loaded, dependencies);
  let { waiting } = selection;
  noteStaff(waiting, conversation);
  try {
    await mirrorApology(conversation);
    if (unmarked.length > 0) await dependencies.store.complete(record, subDomainOf(queued), unmarked);
    if (isDecided(record.turn)) {
      await resumeTurn(waiting, conversation);
      waiting = waiting.filter(({ hash }) => !record.recent.includes(hash));
    }
    const pause = pauseBefore(waiting, conversation);
    if (pause > 0) return { turns: waiting, delay: pause };
    if (deadline - dependencies.clock() < SHORTEST_USEFUL_TIME) return { turns: waiting, delay: 0 };
    waiting = await claimMessages(waiting, conversation);
    if (waiting.length > 0) await take(waiting, conversation);
    return { turns: [], delay: 0 };
  } catch (error) {
    return await failTurn(error, waiting, conversation);
  }
}

function subDomainOf([first]: readonly QueuedTurn[]): string {
  return first?.turn.conversation.subDomain ?? "";
}

async function take(waiting: readonly QueuedTurn[], conversation: ConversationContext): Promise<void> {
  const turn = beginTurn(waiting, conversation.record);
  const context = { ...conversation, turn, business: await businessOf(turn, conversation) };
  // The staff are not answered, however old what they wrote is.
  const isStaffAlone = waiting.every((queued) => queued.turn.input.kind === "staff");
  if (isStaffAlone || isSilent(context)) return await keepSilent(waiting, context);
  await takeTurn(waiting, context);
}
