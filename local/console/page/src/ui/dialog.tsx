import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { ProblemNotice } from "../data/problem-notice.tsx";
import { Icon } from "./icon.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A modal dialog: keeps the focus inside, closes with Escape, shows what goes wrong, and gives the focus back to what opened it. */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // Within the same moment as the dialog itself, so that no key comes in between.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      className={wide ? "sheet wide" : "sheet"}
      aria-labelledby={titleId}
      onClose={onClose}
    >
      <div className="sheet-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <ProblemNotice />
      <div className="sheet-body">{children}</div>
    </dialog>
  );
}
