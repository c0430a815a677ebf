import type { Bar, Bench, Effort, Measurement } from "./bench.ts";

export interface Measured {
  readonly bench: Bench;
  readonly measurement: Measurement;
}

export interface Progress {
  /** Told of each before it begins. */
  readonly onBegin: (bench: Bench) => void;
  /** Told of each once it is measured: a long run that is broken off has not been for nothing. */
  readonly onMeasured: (measured: Measured) => void;
}

/** Measures one after the other. */
export async function runBenches(
  benches: readonly Bench[],
  effort: Effort,
  { onBegin, onMeasured }: Progress,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const bench of benches) {
    onBegin(bench);
    const result = { bench, measurement: await bench.measure(effort) };
    onMeasured(result);
    measured.push(result);
  }
  return measured;
}

export function barsOf(measured: readonly Measured[]): Bar[] {
  return measured.flatMap(({ measurement }) => measurement.bars);
}
