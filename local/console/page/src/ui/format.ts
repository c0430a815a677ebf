const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const EXACT_TIME = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});

/** "19:05", in the reader's time zone. */
export function clockTime(at: string | number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : TIME.format(date);
}

/** "19:05:12.034" */
export function exactTime(at: string | number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : EXACT_TIME.format(date);
}

/** "820 ms", "2.4 s", "3 min", "2 h" from milliseconds. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return "< 1 ms";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = seconds / 60;
  return minutes < 60 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}
