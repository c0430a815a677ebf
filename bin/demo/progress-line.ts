/** What a progress line is written to. */
export interface ProgressTerminal {
  readonly isTTY: boolean;
  /** Characters; a longer line would wrap and could not be rewritten. */
  readonly columns: number;
  write(text: string): void;
}

export interface ProgressLine {
  show(state: string): void;
  /** Leaves nothing of it behind. */
  end(): void;
}

const ERASE_LINE = "\r\u001b[K";

/** One line that is rewritten on a terminal. Elsewhere every state is a line of its own, unless that is unwanted. */
export function progressLine(terminal: ProgressTerminal, elsewhere: boolean): ProgressLine {
  let last = "";
  return {
    show(state) {
      if (state === last) return;
      last = state;
      if (terminal.isTTY) terminal.write(`${ERASE_LINE}${state.slice(0, terminal.columns - 1)}`);
      else if (elsewhere) terminal.write(`${state}\n`);
    },
    end() {
      if (terminal.isTTY && last !== "") terminal.write(ERASE_LINE);
    },
  };
}
