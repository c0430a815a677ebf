import type { ConversationRecords, Known } from "../dead-letters/conversation-records.ts";
import type { EventLetter, Letter } from "../dead-letters/letter.ts";
import { readTime } from "../dead-letters/time.ts";
import type { Filters } from "./request.ts";

/** Those of the letters that are meant, in their order. */
export type Filter = (letters: readonly Letter[]) => Promise<readonly Letter[]>;

/** @param now epoch milliseconds that "2h" counts back from */
export function createFilter(filters: Filters, records: ConversationRecords, now: number): Filter {
  const since = timeOf(filters.since, now, Number.NEGATIVE_INFINITY);
  const until = timeOf(filters.until, now, Number.POSITIVE_INFINITY);
  const isMeant = (letter: Letter) =>
    letter.deadSince >= since &&
    letter.deadSince < until &&
    (filters.class ?? letter.class) === letter.class &&
    (filters.reason ?? letter.reason) === letter.reason &&
    (filters.business ?? letter.event?.conversation.subDomain) === letter.event?.conversation.subDomain &&
    (filters.type ?? letter.event?.type) === letter.event?.type &&
    (filters.ids === undefined || isNamed(letter, filters.ids));
  const identifiers = [filters.phone, filters.userId].filter((identifier) => identifier !== undefined);
  return async (letters) => {
    let meant: readonly Letter[] = letters.filter(isMeant);
    for (const identifier of identifiers) meant = await ofPerson(meant, identifier, records);
    return meant;
  };
}

/** By the id that lists show, the event's own (a WhatsApp message id), or SQS's. */
export function isNamed({ id, messageId, event }: Letter, ids: readonly string[]): boolean {
  return ids.includes(id) || ids.includes(messageId) || (event !== undefined && ids.includes(event.id));
}

/** A person has several numbers and ids; whatever leads to the same conversation is theirs. */
async function ofPerson(
  letters: readonly Letter[],
  identifier: string,
  records: ConversationRecords,
): Promise<EventLetter[]> {
  const events = letters.filter((letter) => letter.event !== undefined);
  const asked = events.map(({ event }) => underBranchOf(event.conversation, identifier));
  const keys = await records.conversationKeys([...events.map(({ event }) => event.conversation), ...asked]);
  return events.filter(({ event: { conversation } }, index) => {
    const { phone, userId, key } = conversation;
    const current = keys[index];
    return [phone, userId, key].includes(identifier) || current === keys[events.length + index];
  });
}

/** The person whom the number or id leads to at the same branch. */
function underBranchOf({ subDomain, localId }: Known, identifier: string): Known {
  return { subDomain, ...(localId !== undefined && { localId }), key: identifier };
}

function timeOf(text: string | undefined, now: number, otherwise: number): number {
  return text === undefined ? otherwise : (readTime(text, now) ?? otherwise);
}
