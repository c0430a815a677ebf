import type { ConversationRecords } from "../dead-letters/conversation-records.ts";
import type { EventKey } from "../sessions/applied-marks.ts";
import type { Judged } from "./judge.ts";
import type { AppliedSince } from "./results.ts";

/** What reached each letter's conversation after the letter was put aside, in order of the letters. */
export async function appliedSince(
  judged: readonly Judged[],
  records: ConversationRecords,
): Promise<AppliedSince[]> {
  const recent = new Map<string, readonly EventKey[]>();
  for (const { target } of judged) {
    if (target?.session === undefined) continue;
    const { subDomain } = target.conversation;
    recent.set(
      target.session.pk,
      target.session.recent.map((event) => ({ subDomain, event })),
    );
  }
  const times = await records.appliedAt([...recent.values()].flat());
  return judged.map(({ letter, target }) => {
    if (letter.event === undefined || target?.session === undefined) return { events: [] };
    const { pk, stateAt } = target.session;
    // Marks are exact to the second.
    const since = Math.floor(letter.deadSince / 1000) * 1000;
    const events = (recent.get(pk) ?? []).flatMap((key) => {
      const at = times.get(key);
      return at === undefined || at < since ? [] : [{ event: key.event, at: new Date(at).toISOString() }];
    });
    const isNewer = stateAt !== undefined && Date.parse(stateAt) > Date.parse(letter.event.occurredAt);
    return { events, ...(isNewer && { newerState: stateAt }) };
  });
}
