import * as z from "zod/mini";
import { eventHash } from "../../../functions/sync-events/ids.ts";
import { isoTime, type Memory } from "./memory.ts";

const lineSchema = z.looseObject({
  level: z.string(),
  message: z.string(),
  service: z.optional(z.string()),
  timestamp: z.optional(z.string()),
  correlationId: z.optional(z.string()),
  /** Hash of an event's id. */
  event: z.optional(z.string()),
});

/** Characters of a line that has not ended yet: what is longer is no line of ours. */
const LONGEST_LINE = 1_000_000;

/** Watches what the Lambdas log, piece by piece as it is written. */
export function watchLogs(memory: Memory): (text: string) => void {
  let rest = "";
  let count = 0;
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(-LONGEST_LINE);
    for (const line of lines) {
      if (!line.startsWith("{")) continue;
      const read = readLine(line);
      if (read === undefined) continue;
      count += 1;
      const record = read;
      for (const messageId of messagesOf(memory, record)) {
        memory.timelines.step(messageId, {
          id: `log:${count}`,
          kind: "log",
          at: timeOf(record.timestamp),
          title: record.message,
          ...(/^(?:WARN|ERROR|CRITICAL)$/.test(record.level) && { outcome: "failed" as const }),
          part: record.service ?? "log",
          record,
        });
      }
    }
  };
}

function readLine(line: string): z.output<typeof lineSchema> | undefined {
  try {
    const parsed = z.safeParse(lineSchema, JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Those of the webhook; where the line names an event, the one that it is about. */
function messagesOf(
  { timelines, attempts }: Memory,
  { correlationId = "", event }: z.output<typeof lineSchema>,
): readonly string[] {
  const messages = timelines.messagesOf(correlationId);
  if (event === undefined || messages.length < 2) return messages;
  const running = [...attempts.values()].flat().filter(({ eventId }) => eventHash(eventId) === event);
  const about = messages.filter((id) => eventHash(id) === event);
  const named = new Set([...running.map(({ messageId }) => messageId), ...about]);
  return named.size > 0 ? [...named] : messages;
}

function timeOf(timestamp: string | undefined): string {
  const at = Date.parse(timestamp ?? "");
  return Number.isNaN(at) ? isoTime(Date.now()) : isoTime(at);
}
