import { useLayoutEffect, useRef, useState } from "react";
import type { Mirror } from "../../../api.ts";
import { clockTime } from "../ui/format.ts";

/** Lines that are drawn at first, and more with each click. */
const PAGE = 100;

/** Everything that CartaAI was told, oldest first; the end is what is seen. */
export function Transcript({ lines }: { readonly lines: Mirror["transcript"] }) {
  const [pages, setPages] = useState(1);
  const end = useRef<HTMLOListElement>(null);
  const first = Math.max(0, lines.length - pages * PAGE);

  // Whatever changes its height or adds a line: the end is what is seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line moves the end, too
  useLayoutEffect(() => {
    const list = end.current;
    if (list === null) return;
    const observer = new ResizeObserver(() => list.scrollTo({ top: list.scrollHeight }));
    observer.observe(list);
    list.scrollTo({ top: list.scrollHeight });
    return () => observer.disconnect();
  }, [lines.length]);

  return (
    <section className="transcript" aria-label="Transcript">
      <h3>Transcript ({lines.length})</h3>
      {first > 0 && (
        <button type="button" className="button small" onClick={() => setPages(pages + 1)}>
          Show earlier lines
        </button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard */}
      <ol ref={end} tabIndex={0} aria-label="Lines of the transcript">
        {lines.slice(first).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end, and can be equal
          <li key={first + index} data-role={line.role}>
            <span className="role">
              {line.role}
              <time className="soft small-print" dateTime={line.at}>
                {clockTime(line.at)}
              </time>
            </span>
            <span className="said">{line.content}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
