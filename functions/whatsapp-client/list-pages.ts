import { LIMITS } from "./limits.ts";
import type { Row, Section } from "./message.ts";

/** The sections of one list message. */
export type Page = readonly Section[];

interface TitledRow {
  readonly section: number;
  readonly row: Row;
}

/**
 * Spreads rows over as few lists as hold them, in order. Meta wants a row's id to be unique within its list: one that
 * says the same again is left out, and one that says something else begins the next list.
 *
 * @param untitled Meta wants a title for each of several sections; this is that of a section without one
 */
export function paginate(
  sections: readonly { readonly title: string; readonly rows: readonly Row[] }[],
  untitled: string,
): Page[] {
  const pages: TitledRow[][] = [];
  for (const [section, { rows }] of sections.entries()) {
    for (const row of rows) {
      const page = pages.at(-1);
      const same = page?.find((other) => other.row.id === row.id)?.row;
      if (same?.title === row.title && same.description === row.description) continue;
      if (page === undefined || page.length === LIMITS.rows || same !== undefined)
        pages.push([{ section, row }]);
      else page.push({ section, row });
    }
  }
  return pages.map((page) => pageOf(page, sections, untitled));
}

function pageOf(page: readonly TitledRow[], sections: readonly { title: string }[], untitled: string): Page {
  const used = [...new Set(page.map(({ section }) => section))];
  return used.map((section) => {
    const title = sections[section]?.title || (used.length > 1 ? untitled : "");
    const rows = page.filter((entry) => entry.section === section).map(({ row }) => row);
    return { ...(title !== "" && { title }), rows };
  });
}
