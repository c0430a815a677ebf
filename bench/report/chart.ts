import type { Chart } from "../harness/bench.ts";

const WIDTH = 720;
const LABELS = 250;
const FIGURES = 90;
const ROW = 26;
const TOP = 40;
const COLOURS = { ours: "#2563eb", others: "#94a3b8" } as const;

/** Draws a chart as SVG that can be read on light and dark pages. */
export function drawChart({ title, unit, values, logarithmic = false }: Chart): string {
  const height = TOP + values.length * ROW + 12;
  const longest = Math.max(...values.map(({ value }) => scaled(value, logarithmic)));
  const rows = values.map(({ label, value, ours }, index) => {
    const y = TOP + index * ROW;
    const length = Math.max(1, (scaled(value, logarithmic) / longest) * (WIDTH - LABELS - FIGURES));
    const colour = ours ? COLOURS.ours : COLOURS.others;
    return [
      `<text x="${LABELS - 8}" y="${y + 14}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${LABELS}" y="${y}" width="${length.toFixed(1)}" height="18" rx="2" fill="${colour}"/>`,
      `<text x="${(LABELS + length + 6).toFixed(1)}" y="${y + 14}">${value}${unit && ` ${escaped(unit)}`}</text>`,
    ].join("\n");
  });
  const heading = logarithmic ? `${title} (logarithmic)` : title;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" font-family="system-ui, sans-serif" font-size="13" fill="#0f172a" role="img">
<title>${escaped(heading)}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="12" y="24" font-size="15" font-weight="600">${escaped(heading)}</text>
${rows.join("\n")}
</svg>
`;
}

function scaled(value: number, logarithmic: boolean): number {
  return logarithmic ? Math.log10(1 + Math.max(0, value)) : Math.max(0, value);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
