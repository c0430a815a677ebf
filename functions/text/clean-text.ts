/** Control characters, the line break apart. */
const CONTROL = /[^\P{Cc}\n]/gu;

/** Well-formed Unicode without control characters or blank ends; paragraphs stay, at most one blank line apart. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replaceAll("\t", " ")
    .replace(CONTROL, "")
    .replace(/\n\s*\n/g, "\n\n")
    .trim();
}

/** The same on one line, for titles and labels. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ");
}
