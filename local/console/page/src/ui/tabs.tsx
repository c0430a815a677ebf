import { type KeyboardEvent, useId } from "react";

export interface Tab<Key extends string> {
  readonly key: Key;
  readonly label: string;
  /** Shown beside the label when there is something to look at. */
  readonly count?: number;
}

interface TabsProps<Key extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Key>[];
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
}

/** The arrow keys, Home and End move between the tabs; Tab leaves them. Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs<Key extends string>({ label, tabs, selected, onSelect }: TabsProps<Key>) {
  const id = useId();

  function move(event: KeyboardEvent<HTMLElement>): void {
    const index = tabs.findIndex(({ key }) => key === selected);
    const target = tabs[indexAfter(event.key, index, tabs.length)];
    if (target === undefined) return;
    event.preventDefault();
    onSelect(target.key);
    document.getElementById(`${id}${target.key}`)?.focus();
  }

  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map(({ key, label: name, count = 0 }) => (
        <button
          key={key}
          id={`${id}${key}`}
          type="button"
          role="tab"
          className="tab"
          aria-selected={key === selected}
          tabIndex={key === selected ? 0 : -1}
          onClick={() => onSelect(key)}
          onKeyDown={move}
        >
          {name}
          {count > 0 && <span className="count">{count}</span>}
        </button>
      ))}
    </div>
  );
}

/** -1 for a key that does not move. */
function indexAfter(key: string, index: number, length: number): number {
  switch (key) {
    case "ArrowRight":
      return (index + 1) % length;
    case "ArrowLeft":
      return (index + length - 1) % length;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return -1;
  }
}
