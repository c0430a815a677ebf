/**
 * Meta's limits on what is sent (Cloud API reference, "Messages"), in characters unless it says otherwise. Meta does
 * not tell what it counts; UTF-16 units are the strictest reading.
 */
export const LIMITS = {
  text: 4096,
  /** The text of an interactive message. */
  body: 1024,
  caption: 1024,
  /** Number of reply buttons. */
  buttons: 3,
  buttonTitle: 20,
  /** Number of rows in all sections of a list. */
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
  /** The label that opens a list. */
  listButton: 20,
  sectionTitle: 24,
} as const;
