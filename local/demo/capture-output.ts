/** What a process writes, held back. */
export interface CapturedOutput {
  /** Everything since the capture began. */
  text(): string;
  /** Lets output through again. */
  end(): void;
}

/**
 * Tells of whatever anybody in this process writes to standard output and standard error, and lets it through.
 *
 * @returns what ends it
 */
export function watchOutput(onText: (text: string) => void): () => void {
  const restore = [process.stdout, process.stderr].map((stream) => {
    const original = stream.write;
    stream.write = ((chunk: string | Uint8Array, ...rest: []) => {
      onText(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
      return original.call(stream, chunk, ...rest);
    }) as Write;
    return () => {
      stream.write = original;
    };
  });
  return () => {
    for (const undo of restore) undo();
  };
}

type Write = typeof process.stdout.write;

/**
 * Holds back whatever anybody in this process writes to standard output and standard error: loggers have consoles of
 * their own, so there is no other place where all of it passes.
 *
 * @param onText told of each piece
 */
export function captureOutput(onText: (text: string) => void = () => undefined): CapturedOutput {
  let captured = "";
  const capture = (chunk: string | Uint8Array): void => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    captured += text;
    onText(text);
  };
  const restore = [process.stdout, process.stderr].map((stream) => divert(stream, capture));
  return {
    text: () => captured,
    end: () => {
      for (const undo of restore) undo();
    },
  };
}

function divert(stream: NodeJS.WriteStream, capture: (chunk: string | Uint8Array) => void): () => void {
  const original = stream.write;
  // The overloads of write cannot be written down as one arrow function.
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    capture(chunk);
    // Callers may pass an encoding, a callback, or both.
    const done = rest.find((argument) => typeof argument === "function");
    if (done) queueMicrotask(() => done());
    return true;
  }) as Write;
  return () => {
    stream.write = original;
  };
}
