import type { Content } from "../../../api.ts";
import { Dialog } from "../ui/dialog.tsx";

type Option = { readonly id: string; readonly title: string; readonly description?: string | undefined };

interface ListSheetProps {
  readonly content: Extract<Content, { kind: "list" }>;
  readonly onChoose: (choice: { id: string; title: string; description?: string }) => void;
  readonly onClose: () => void;
}

/** A list, opened: one row of it can be tapped. */
export function ListSheet({ content, onChoose, onClose }: ListSheetProps) {
  function choose({ id, title, description }: Option): void {
    onClose();
    onChoose({ id, title, ...(description !== undefined && { description }) });
  }
  return (
    <Dialog title={content.open} onClose={onClose}>
      {content.sections.map((section) => (
        <section key={section.options.map(({ id }) => id).join()} className="stack">
          {section.title && <h3>{section.title}</h3>}
          <ul className="list-rows">
            {section.options.map((option) => (
              <li key={option.id}>
                <button type="button" className="list-row" onClick={() => choose(option)}>
                  <strong>{option.title}</strong>
                  {option.description && <span className="soft small-print">{option.description}</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
