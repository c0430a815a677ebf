/**
 * Names of what may stand in a log: what kind of thing something is, which business it belongs to, and when it was.
 * Everything else that tests send in is somebody's.
 */
const MAY_BE_LOGGED = new Set([
  ...[
    "object",
    "field",
    "type",
    "kind",
    "status",
    "messaging_product",
    "phone_number_id",
    "display_phone_number",
  ],
  ...["version", "role", "subDomain", "localId", "botId", "timestamp", "occurredAt", "correlationId"],
  ...["intent", "step", "orderId", "orderNumber", "currentOrderId", "mime_type", "voice", "code", "title"],
]);

/** Characters. Anything shorter stands in any log by chance. */
const SHORTEST = 6;
/** Characters. Of a long text its beginning and its end are looked for: a log may have cut it. */
const EXCERPT = 24;

/** What must not be seen: the phone numbers, ids, texts and secrets that have been used so far. */
export class PersonalData {
  readonly #pieces = new Set<string>();

  /** Takes every text and number out of a value, however deep it is nested, except what may be logged. */
  addAllOf(value: unknown): void {
    const pending = [value];
    while (pending.length > 0) {
      const next = pending.pop();
      if (typeof next === "string") this.add(next);
      if (typeof next === "number") this.add(String(next));
      if (typeof next !== "object" || next === null) continue;
      for (const [name, inner] of Object.entries(next)) if (!MAY_BE_LOGGED.has(name)) pending.push(inner);
    }
  }

  add(text: string): void {
    // A session id holds a phone number without its plus, and a business-scoped user id without its dot.
    for (const form of [text, text.replace(/^\+/, ""), text.replace(/^([A-Z]{2})\.(?=\w+$)/, "$1")]) {
      for (const piece of [form.slice(0, EXCERPT), form.slice(-EXCERPT)]) {
        if (piece.length < SHORTEST) continue;
        this.#pieces.add(piece).add(JSON.stringify(piece).slice(1, -1));
      }
    }
  }

  /** How many pieces are looked for. */
  get size(): number {
    return this.#pieces.size;
  }

  /** Those that can be seen in what was printed. */
  seenIn(printed: string): string[] {
    return [...this.#pieces].filter((piece) => printed.includes(piece));
  }
}
