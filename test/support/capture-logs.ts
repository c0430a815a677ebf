/** What was written to standard output and standard error while it was being captured. */
export interface CapturedLogs {
  text(): string;
  /** The lines that are JSON objects: log entries and metrics. */
  entries(): Record<string, unknown>[];
  /** Lets everything through again. What was captured stays readable. */
  release(): void;
}

/**
 * Captures what the Lambdas write. Powertools holds on to the streams, not to their `write`, so that loggers made
 * before and after this are both heard.
 */
export function captureLogs(): CapturedLogs {
  const chunks: string[] = [];
  const releases = [process.stdout, process.stderr].map((stream) => divert(stream, chunks));
  const text = () => chunks.join("");
  return {
    text,
    entries: () => text().split("\n").flatMap(asObject),
    release: () => {
      for (const release of releases) release();
    },
  };
}

function divert(stream: NodeJS.WriteStream, chunks: string[]): () => void {
  const write = stream.write;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    chunks.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  };
  return () => {
    stream.write = write;
  };
}

function asObject(line: string): Record<string, unknown>[] {
  if (!line.startsWith("{")) return [];
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
