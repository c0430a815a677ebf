export interface EventKey {
  readonly subDomain: string;
  /** Hash of the event's id. */
  readonly event: string;
}

/** Meta repeats for 7 days, dead letters live 14: a copy of an event can turn up for that long. Seconds. */
export const APPLIED_MARK_TTL = 15 * 24 * 60 * 60;

/** Of the business, not of the conversation: the same event stays the same when its conversation is merged. */
export function markKey({ subDomain, event }: EventKey): string {
  return `${subDomain}#event#${event}`;
}
