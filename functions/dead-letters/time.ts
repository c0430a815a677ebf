/** Seconds. */
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 60 * 60, d: 24 * 60 * 60 };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** With a zone: a time without one would mean another moment on another machine. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** "30s", "5m", "2h" or "3d" in seconds; `undefined` for anything else. */
export function readDuration(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? [];
  const seconds = UNITS[unit];
  return amount === undefined || seconds === undefined ? undefined : Number(amount) * seconds;
}

/**
 * A moment in epoch milliseconds: so long ago ("2h"), the beginning of a day in UTC ("2026-03-01"), or a time with its
 * zone ("2026-03-01T12:00:00Z"). `undefined` for anything else.
 */
export function readTime(text: string, now: number): number | undefined {
  const ago = readDuration(text);
  if (ago !== undefined) return now - ago * 1000;
  const trimmed = text.trim();
  if (!DATE.test(trimmed) && !MOMENT.test(trimmed)) return undefined;
  const time = Date.parse(trimmed);
  return Number.isNaN(time) ? undefined : time;
}
