import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ANY_PORTS = { PORT: "0", CARTAAI_PORT: "0", WHATSAPP_PORT: "0" };

export interface RunningConsole {
  readonly url: string;
  /** Milliseconds from the start of the process until the page was served. */
  readonly readyAfter: number;
  stop(): Promise<void>;
}

/**
 * What `npm start` runs, in a process of its own, on free ports.
 *
 * @throws when it ends before it says where it is
 */
export async function startConsole(): Promise<RunningConsole> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["bin/start.ts"], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], POWERTOOLS_LOG_LEVEL: "SILENT", ...ANY_PORTS },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const stop = async () => {
    // At once: what is still queued is of no interest here.
    child.kill("SIGKILL");
    await ended;
  };
  const { promise: said, resolve, reject } = Promise.withResolvers<string>();
  const lines = createInterface(child.stdout).on("line", (line) => {
    const [, url] = /Open (http:\S+)\/$/.exec(line) ?? [];
    if (url !== undefined) resolve(url);
  });
  // What is printed later has to be read as well, or the process would wait for it to be.
  lines.on("close", () => reject(new Error("npm start ended before it was ready")));
  const url = await said;
  const page = await fetch(url);
  if (!page.ok) throw new Error(`the page is answered ${page.status}`);
  await page.text();
  return { url, readyAfter: performance.now() - startedAt, stop };
}
