/** Where a command writes to: the terminal, or a test. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
}

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
};
