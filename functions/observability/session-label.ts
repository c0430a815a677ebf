/**
 * What stands before the time. A time begins with 1 until 2033; a phone number of 13 digits never does (the numbers of
 * +1 have 11), so one is not taken for the other.
 */
const PERSON = /^(.*_)?[^_]+(_1\d{12}_.*)$/;

/**
 * A CartaAI session id as it may be logged. Its shape is `{botId}_{phone digits}_{epoch ms}_{random}`, so the phone
 * number is masked; the rest still finds the session at CartaAI. Of an id of another shape no digit is shown.
 */
export function sessionLabel(sessionId: string): string {
  const parts = PERSON.exec(sessionId);
  if (parts === null) return `…${sessionId.slice(-4).replace(/\d/g, "*")}`;
  const [, bot = "", end = ""] = parts;
  return `${bot}***${end}`;
}
