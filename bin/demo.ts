import { A_DAY } from "../local/demo/day/a-day.ts";
import { demonstrate } from "./demo/command.ts";

// Bound before the demonstration captures what the process writes: what is said here is said to the person.
const out = process.stdout.write.bind(process.stdout);
const error = process.stderr.write.bind(process.stderr);

const terminal = {
  out: (text: string) => void out(text),
  error: (text: string) => void error(text),
  progress: {
    isTTY: process.stderr.isTTY ?? false,
    columns: process.stderr.columns ?? 80,
    write: (text: string) => void error(text),
  },
};

process.exitCode = await demonstrate(process.argv.slice(2), terminal, A_DAY, process.env);
