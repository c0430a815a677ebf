import type { LogFields } from "./telemetry.ts";

/** A stack frame, and not a line of the message that happens to begin with "at". */
const FRAME = /^\s+at .+:\d+:\d+\)?$/;

/**
 * What may be logged of any error: its name, codes and where it was thrown, down its causes. Not its message, which
 * for errors of other people's making may quote what a customer wrote.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const chain = chainOf(error);
  return {
    errorName: chain.map(({ name }) => name).join(" < "),
    errorCode: codeOf(chain),
    errorAt: error.stack
      ?.split("\n")
      .find((line) => FRAME.test(line))
      ?.trim(),
  };
}

/** The error and its causes; a bounded number, because causes may go in a circle. */
function chainOf(error: Error): Error[] {
  const chain: Error[] = [];
  for (let current: unknown = error; current instanceof Error && chain.length < 5; current = current.cause) {
    chain.push(current);
  }
  return chain;
}

function codeOf(chain: readonly Error[]): string | undefined {
  const codes = chain.map((error) => ("code" in error ? error.code : undefined));
  return codes.find((code) => typeof code === "string");
}
