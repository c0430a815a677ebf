import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Chain, type Link } from "../../../local/sqs/engine/chain.ts";
import { type Deadline, DeadlineHeap } from "../../../local/sqs/engine/deadline-heap.ts";
import { ExpiringIndex } from "../../../local/sqs/engine/expiring-index.ts";

function itemsOf<Item>(chain: Chain<Item>): Item[] {
  const items: Item[] = [];
  for (let link = chain.first; link !== undefined; link = link.next) items.push(link.item);
  return items;
}

describe("A chain", () => {
  it("holds what was appended and not removed, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat())), (steps) => {
        const chain = new Chain<number>();
        const links: Link<number>[] = [];
        steps.forEach((remove, step) => {
          const [removed] = remove === null ? [] : links.splice(remove % (links.length + 1), 1);
          if (removed === undefined) links.push(chain.append(step));
          else chain.remove(removed);
          expect(itemsOf(chain)).toEqual(links.map(({ item }) => item));
        });
      }),
    );
  });
});

describe("A heap of deadlines", () => {
  it("knows the earliest that was not called off, and of several at one time the one that came first", () => {
    const step = fc.oneof(
      { weight: 2, arbitrary: fc.record({ add: fc.nat(100) }) },
      { weight: 1, arbitrary: fc.record({ remove: fc.nat() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 30, maxLength: 120, size: "max" }), (steps) => {
        const heap = new DeadlineHeap<number>();
        let model: Deadline<number>[] = [];
        steps.forEach((action, index) => {
          if ("add" in action) model.push(heap.add(action.add, index));
          const removed = "remove" in action ? model[action.remove % (model.length || 1)] : undefined;
          if (removed !== undefined) {
            heap.remove(removed);
            model = model.filter((deadline) => deadline !== removed);
          }
          // The sort is stable: equals stay in order of addition.
          const [first] = [...model].sort((one, other) => one.at - other.at);
          if (heap.first !== first) expect(heap.first).toBe(first);
        });
        // Taken out one after the other, they show whether the heap is in order throughout.
        const taken: Deadline<number>[] = [];
        for (let first = heap.first; first !== undefined; first = heap.first) {
          taken.push(first);
          heap.remove(first);
        }
        expect(taken).toEqual([...model].sort((one, other) => one.at - other.at));
      }),
    );
  });
});

describe("An expiring index", () => {
  it("has, of a key, the latest value that is younger than its lifetime", () => {
    const step = fc.record({ key: fc.constantFrom("a", "b", "c"), pass: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const index = new ExpiringIndex<number>(100);
        const model = new Map<string, { value: number; at: number }>();
        let now = 0;
        steps.forEach(({ key, pass }, value) => {
          now += pass;
          const known = model.get(key);
          expect(index.get(key, now)).toBe(known && now - known.at < 100 ? known.value : undefined);
          index.set(key, value, now);
          model.set(key, { value, at: now });
        });
      }),
    );
  });

  it("goes on after thousands of keys have been forgotten", () => {
    const index = new ExpiringIndex<number>(10);
    const found: (number | undefined)[] = [];
    for (let now = 0; now < 5000; now++) {
      index.set(`key-${now}`, now, now);
      found.push(index.get(`key-${now - 9}`, now), index.get(`key-${now - 10}`, now));
    }
    const expected = Array.from({ length: 5000 }, (_, now) => [now < 9 ? undefined : now - 9, undefined]);
    expect(found).toEqual(expected.flat());
  });
});
