import type { Terminal } from "../../bin/command-line/terminal.ts";

/** A terminal that remembers what was written to it. */
export function recordingTerminal(): Terminal & {
  readonly stdout: () => string;
  readonly stderr: () => string;
} {
  let stdout = "";
  let stderr = "";
  return {
    out: (text) => {
      stdout += text;
    },
    error: (text) => {
      stderr += text;
    },
    stdout: () => stdout,
    stderr: () => stderr,
  };
}
