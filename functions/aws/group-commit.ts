/**
 * Has several callers share writes: what they ask for while a write is under way goes out together with the next one.
 * A caller alone waits for nothing.
 *
 * @param write given the items of all who share it; when it fails, it fails for each of them
 */
export function groupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
): (items: readonly Item[]) => Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  let gathering: { readonly items: Item[]; readonly written: Promise<void> } | undefined;

  function gather(): { readonly items: Item[]; readonly written: Promise<void> } {
    const items: Item[] = [];
    const written = underWay.then(() => {
      gathering = undefined;
      return write(items);
    });
    underWay = written.catch(() => undefined);
    return { items, written };
  }

  return async (items) => {
    if (items.length === 0) return;
    gathering ??= gather();
    gathering.items.push(...items);
    await gathering.written;
  };
}
