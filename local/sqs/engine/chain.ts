/** An item's place in a chain. */
export interface Link<Item> {
  readonly item: Item;
  readonly previous: Link<Item> | undefined;
  readonly next: Link<Item> | undefined;
}

type OwnLink<Item> = {
  item: Item;
  previous: OwnLink<Item> | undefined;
  next: OwnLink<Item> | undefined;
};

/** A doubly linked list: whoever keeps an item's link can take the item out of the middle at no cost. */
export class Chain<Item> {
  #first: OwnLink<Item> | undefined;
  #last: OwnLink<Item> | undefined;

  get first(): Link<Item> | undefined {
    return this.#first;
  }

  append(item: Item): Link<Item> {
    const link: OwnLink<Item> = { item, previous: this.#last, next: undefined };
    if (this.#last === undefined) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    return link;
  }

  /** @param link one that this chain's `append` returned, and that was not removed since */
  remove(link: Link<Item>): void {
    // Links are made by append alone, so this is one of the chain's own.
    const { previous, next } = link as OwnLink<Item>;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
  }

  clear(): void {
    this.#first = undefined;
    this.#last = undefined;
  }
}
