import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

const TSX = import.meta.resolve("tsx");
const BIN = new URL("../../bin/", import.meta.url);

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a file of bin/ in a process of its own, with nothing but the given variables, and where no `.env` lies.
 *
 * @param file "demo.ts" for example
 * @param interruptOn once standard error holds it, Ctrl-C is pressed
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  interruptOn?: string,
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", TSX, fileURLToPath(new URL(file, BIN)), ...args], {
    cwd: tmpdir(),
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let heard = "";
  child.stderr.on("data", (chunk: Buffer) => {
    const before = heard;
    heard += chunk.toString("utf8");
    if (interruptOn === undefined) return;
    if (heard.includes(interruptOn) && !before.includes(interruptOn)) child.kill("SIGINT");
  });
  const [stdout, stderr, status] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { status, stdout, stderr };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
