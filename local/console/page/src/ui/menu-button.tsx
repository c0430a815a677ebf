import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { Icon, type IconName } from "./icon.tsx";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly onSelect: () => void;
}

interface MenuButtonProps {
  readonly label: string;
  readonly icon: IconName;
  /** Asked for when the menu opens: of many menus on a page one is open. */
  readonly items: () => readonly MenuItem[];
  /** Whether the label is shown beside the icon. */
  readonly children?: ReactNode;
}

/** A button that opens a menu over everything else; arrows move in it, Escape closes it. */
export function MenuButton({ label, icon, items, children }: MenuButtonProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  function place(): void {
    const box = button.current?.getBoundingClientRect();
    if (!box || !menu.current) return;
    const above = box.top > window.innerHeight / 2;
    const atEnd = box.left > window.innerWidth / 2;
    Object.assign(menu.current.style, {
      top: above ? "auto" : `${box.bottom + 4}px`,
      bottom: above ? `${window.innerHeight - box.top + 4}px` : "auto",
      left: atEnd ? "auto" : `${box.left}px`,
      right: atEnd ? `${window.innerWidth - box.right}px` : "auto",
    });
    // The event comes after the menu is seen: who is in it already, by a quick key, stays where they are.
    if (!menu.current.contains(document.activeElement)) menu.current.querySelector("button")?.focus();
  }

  function move(event: KeyboardEvent<HTMLElement>): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all: Element[] = [...(menu.current?.querySelectorAll("button") ?? [])];
    const index = document.activeElement === null ? -1 : all.indexOf(document.activeElement);
    const next = all[(index + step + all.length) % all.length];
    if (next instanceof HTMLElement) next.focus();
  }

  function select(item: MenuItem): void {
    menu.current?.hidePopover();
    // Before the item acts: a dialog that it opens gives the focus back to what had it then.
    button.current?.focus();
    item.onSelect();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={children === undefined ? "icon-button" : "button"}
        aria-label={children === undefined ? label : undefined}
        aria-haspopup="menu"
        popoverTarget={id}
      >
        <Icon name={icon} />
        {children}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        className="menu"
        onKeyDown={move}
        onBeforeToggle={(event) => setOpen(event.newState === "open")}
        onToggle={(event) => event.newState === "open" && place()}
      >
        {(open ? items() : []).map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            className="menu-item"
            onClick={() => select(item)}
          >
            {item.icon && <Icon name={item.icon} />}
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}
