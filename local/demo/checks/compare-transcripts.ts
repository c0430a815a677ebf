import type { Line } from "../scenario.ts";

type SomeLine = { readonly role: string; readonly content: string };

/**
 * What is wrong with a transcript: lost, repeated, strange and misplaced messages, each named. Equal messages that were
 * said more than once have to stand there as often.
 *
 * @returns nothing when the two are the same, message by message
 */
export function compareTranscripts(said: readonly Line[], found: readonly SomeLine[]): string[] {
  const expected = tally(said);
  const actual = tally(found);
  const complaints: string[] = [];
  for (const [line, times] of expected) {
    const standing = actual.get(line) ?? 0;
    if (standing < times) complaints.push(`lost${often(times - standing)}: ${line}`);
    if (standing > times) complaints.push(`too often${often(standing - times)}: ${line}`);
  }
  for (const [line, times] of actual) {
    if (!expected.has(line)) complaints.push(`never said${often(times)}: ${line}`);
  }
  if (complaints.length > 0) return complaints;
  const misplaced = said.findIndex((line, index) => shown(line) !== shown(found[index] ?? line));
  return misplaced < 0 ? [] : [`out of order from message ${misplaced + 1} on: ${shown(said[misplaced])}`];
}

function tally(lines: readonly SomeLine[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const line of lines) times.set(shown(line), (times.get(shown(line)) ?? 0) + 1);
  return times;
}

function shown(line: SomeLine | undefined): string {
  return line === undefined ? "" : `${line.role} ${JSON.stringify(line.content)}`;
}

function often(times: number): string {
  return times === 1 ? "" : ` (${times} times)`;
}
