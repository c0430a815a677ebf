import { describeError } from "../observability/describe-error.ts";
import type { Telemetry } from "../observability/telemetry.ts";

/** What a table holds of conversations. */
interface Items<Item> {
  /** As they were read. */
  readonly items: ReadonlyMap<string, Item>;
  readonly unreadable: ReadonlySet<string>;
  readonly make: (pk: string) => Item;
  /** @throws when it was written since it was read */
  readonly save: (item: Item) => Promise<void>;
}

/**
 * Notes in conversations that others were merged with that copies of what is queued there are handled elsewhere now. From
 * here on nobody goes by memory there, and everything is claimed. It is written before anything of theirs is handled
 * elsewhere, on top of what was read: whoever has read it before can write nothing down any more
 * (docs/decisions/0020, docs/decisions/0021).
 *
 * @param keys of those conversations
 * @returns the keys of those that could not be noted; what tells of them has to wait
 */
export async function noteJoined<Item extends { joined?: boolean | undefined }>(
  keys: ReadonlySet<string>,
  { items, unreadable, make, save }: Items<Item>,
  telemetry: Pick<Telemetry, "warn">,
): Promise<Set<string>> {
  const failed = new Set<string>();
  await Promise.all(
    [...keys].map(async (key) => {
      const item = items.get(key) ?? make(key);
      if (item.joined || unreadable.has(key)) return;
      try {
        item.joined = true;
        await save(item);
      } catch (error) {
        failed.add(key);
        telemetry.warn("A merged conversation could not be noted", describeError(error));
      }
    }),
  );
  return failed;
}
