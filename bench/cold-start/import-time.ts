import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const SCRIPT =
  "const begun = performance.now(); await import(process.argv[1]); console.log(performance.now() - begun);";

/** Milliseconds that a process which has loaded nothing else takes to import a module. */
export async function importTime(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", SCRIPT, file], {
    env: { PATH: process.env["PATH"], ...environment },
  });
  return Number(stdout.trim().split("\n").at(-1));
}
