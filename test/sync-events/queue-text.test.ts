import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSyncEvent } from "../../functions/sync-events/parse.ts";
import { toQueueText } from "../../functions/sync-events/queue-message.ts";
import { anySyncEvent } from "./event-arbitraries.ts";
import { messageEvent } from "./sample-events.ts";

/**
 * The code points that SQS accepts, as it lists them.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const ACCEPTED: readonly (readonly [number, number])[] = [
  [0x9, 0xa],
  [0xd, 0xd],
  [0x20, 0xd7ff],
  [0xe000, 0xfffd],
  [0x10000, 0x10ffff],
];

function rejectedBySqs(text: string): string[] {
  return [...text].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return !ACCEPTED.some(([first, last]) => first <= code && code <= last);
  });
}

describe("an event on its way through the queue", () => {
  it("arrives as it was sent, whatever text it holds", () => {
    fc.assert(
      fc.property(anySyncEvent, (event) => {
        // Through JSON on both sides: -0 is the one value of an event that no JSON text can hold.
        expect(parseSyncEvent(toQueueText(event))).toEqual(JSON.parse(JSON.stringify(event)));
      }),
    );
  });

  it("holds no character that SQS rejects", () => {
    fc.assert(
      fc.property(anySyncEvent, (event) => {
        expect(rejectedBySqs(toQueueText(event))).toEqual([]);
      }),
    );
  });

  it("holds no character beyond the basic plane, which SQS takes and not every stand-in for it", () => {
    fc.assert(
      fc.property(anySyncEvent, (event) => {
        expect(toQueueText(event)).not.toMatch(/[\uD800-\uDFFF]/);
      }),
    );
  });

  it.each([
    ["the two non-characters that JSON leaves as they are", "a\uFFFEb\uFFFFc"],
    ["control characters", "\u0000\u0001\u000B\u001F\u007F"],
    ["lone surrogates", "\uD83D and \uDE00"],
    ["characters beyond the basic plane", "😀\u{1FFFE}\u{10FFFF}"],
    ["what only looks like an escape", "\\ufffe \\uFFFF \\\\"],
  ])("keeps %s", (_, content) => {
    const text = toQueueText(messageEvent({ content }));

    expect(rejectedBySqs(text)).toEqual([]);
    expect(parseSyncEvent(text)).toMatchObject({ content });
  });
});
