/** One line of a table: what is compared, and its figures. */
export interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Figures side by side, drawn as horizontal bars from zero. */
export interface Chart {
  /** Names the SVG file. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly values: readonly { readonly label: string; readonly value: number; readonly ours: boolean }[];
  /** Lengths by orders of magnitude, where the longest bar would leave nothing of the others. */
  readonly logarithmic?: boolean;
}

/** What a figure has to be. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly ok: boolean;
}

export interface Measurement {
  /** The figures, by name. JSON. */
  readonly figures: object;
  readonly bars: readonly Bar[];
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
}

/** How much is measured: a full run tells something, a quick one only that everything works. */
export interface Effort {
  pick(full: number, quick: number): number;
}

export const FULL: Effort = { pick: (full) => full };
export const QUICK: Effort = { pick: (_, quick) => quick };

/** One key of `npm run bench`. */
export interface Bench {
  readonly key: string;
  readonly title: string;
  /** What is measured against what, and how to read it. Markdown. */
  readonly about: string;
  measure(effort: Effort): Promise<Measurement>;
}
