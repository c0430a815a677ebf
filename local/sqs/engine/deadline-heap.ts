/** Something that is due at a time, in epoch milliseconds. */
export interface Deadline<Item> {
  readonly at: number;
  readonly item: Item;
}

interface Entry<Item> extends Deadline<Item> {
  /** Tells those that are due at the same time apart: the earlier one goes first. */
  readonly order: number;
  index: number;
}

/** A binary heap: the next deadline is at hand, and one that is called off leaves at once. */
export class DeadlineHeap<Item> {
  #entries: Entry<Item>[] = [];
  #added = 0;

  get first(): Deadline<Item> | undefined {
    return this.#entries[0];
  }

  add(at: number, item: Item): Deadline<Item> {
    this.#added += 1;
    const entry = { at, item, order: this.#added, index: this.#entries.length };
    this.#entries.push(entry);
    this.#rise(entry);
    return entry;
  }

  /** @param deadline one that this heap's `add` returned, and that was not removed since */
  remove(deadline: Deadline<Item>): void {
    // Deadlines are made by add alone, so this is one of the heap's own.
    const removed = deadline as Entry<Item>;
    const last = this.#entries.pop();
    if (last === undefined || last === removed) return;
    this.#put(last, removed.index);
    this.#rise(last);
    this.#sink(last);
  }

  clear(): void {
    this.#entries = [];
  }

  #rise(entry: Entry<Item>): void {
    while (entry.index > 0) {
      const parent = this.#entries[(entry.index - 1) >> 1];
      if (parent === undefined || !precedes(entry, parent)) return;
      this.#swap(parent, entry);
    }
  }

  #sink(entry: Entry<Item>): void {
    for (;;) {
      const child = this.#firstChild(entry.index);
      if (child === undefined || !precedes(child, entry)) return;
      this.#swap(entry, child);
    }
  }

  #firstChild(index: number): Entry<Item> | undefined {
    const left = this.#entries[2 * index + 1];
    const right = this.#entries[2 * index + 2];
    return left !== undefined && right !== undefined && precedes(right, left) ? right : left;
  }

  /** Puts the lower entry in the upper one's place, and the other way round. */
  #swap(upper: Entry<Item>, lower: Entry<Item>): void {
    const { index } = upper;
    this.#put(upper, lower.index);
    this.#put(lower, index);
  }

  #put(entry: Entry<Item>, index: number): void {
    this.#entries[index] = entry;
    entry.index = index;
  }
}

function precedes<Item>(one: Entry<Item>, other: Entry<Item>): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at;
}
