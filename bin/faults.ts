import { faults } from "./faults/command.ts";

process.exitCode = await faults(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  progress: {
    isTTY: process.stderr.isTTY ?? false,
    columns: process.stderr.columns ?? 80,
    write: (text) => void process.stderr.write(text),
  },
});
