import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { PATIENT } from "../../support/patience.ts";

vi.setConfig({ ...PATIENT, testTimeout: 3 * PATIENT.testTimeout });

const ROOT = resolve(import.meta.dirname, "../../..");
const FILE = join(ROOT, "bin/start.ts");
const FREE_PORTS = { PORT: "0", CARTAAI_PORT: "0", WHATSAPP_PORT: "0" };

interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Signals the whole process group, as a terminal does with Ctrl-C. */
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly output: () => string;
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

let folder: string;
let started: Started | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "start-"));
});

afterEach(async () => {
  // What it has started may live on when it does not.
  started?.kill("SIGKILL");
  await started?.ended;
  started = undefined;
  await rm(folder, { recursive: true });
});

/** Starts the real process, in a folder of its own, where its `.env` is. */
function start(
  environment: Readonly<Record<string, string>>,
  [file, ...args]: readonly [string, ...string[]] = [process.execPath, FILE],
): Started {
  const child = spawn(file, args, {
    cwd: folder,
    // Nothing of the developer's own environment: a PORT that is set there would decide the test.
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = once(child, "close").then(([status, signal]) => status ?? signal);
  started = { child, kill: (signal) => killGroup(child.pid, signal), output: () => output, ended };
  return started;
}

function killGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  try {
    process.kill(-(leader ?? Number.NaN), signal);
  } catch (error) {
    // Nobody of it is left.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function startAndWait(environment: Readonly<Record<string, string>> = FREE_PORTS): Promise<Started> {
  const running = start(environment);
  await printed(running, "Ctrl-C stops everything");
  return running;
}

/** Waits for the text; fails when the process ends without having printed it. */
async function printed({ child, output, ended }: Started, text: string): Promise<void> {
  const isOver = ended.then((status) => {
    throw new Error(`ended with ${status}: ${output()}`);
  });
  // An end after the text was printed is none of this function's business.
  isOver.catch(() => undefined);
  while (!output().includes(text)) await Promise.race([once(child.stdout, "data"), isOver]);
}

function addressIn(output: string, name: string): string {
  return new RegExp(`${name} +(http://\\S+)`).exec(output)?.[1] ?? "";
}

describe("npm start", () => {
  it("says in one line which variable to change when a port is taken, and exits with 1", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    const { output, ended } = start({ ...FREE_PORTS, CARTAAI_PORT: String(port) });
    expect(await ended).toBe(1);
    expect(output()).toBe(`Cannot start: port ${port} is already in use; set CARTAAI_PORT to another one\n`);
    holder.close();
  });

  it("names every bad value of .env and of the environment, and exits with 1", async () => {
    await writeFile(join(folder, ".env"), "CONVERSATION_API_TIMEOUT=soon\nENABLE_CONVERSATION_SYNC=maybe\n");
    const { output, ended } = start({ PORT: "http" });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/PORT: .+\n.+ENABLE_CONVERSATION_SYNC: .+\n.+CONVERSATION_API_TIMEOUT: .+\n$/);
    expect(output()).not.toMatch(/soon|maybe|at .+\.ts/);
  });

  it("lets the environment win over .env", async () => {
    await writeFile(join(folder, ".env"), "PORT=not-a-port\nWHATSAPP_VERIFY_TOKEN=from-the-file\n");
    const { output } = await startAndWait();
    const query = "hub.mode=subscribe&hub.verify_token=from-the-file&hub.challenge=7";
    const response = await fetch(`${addressIn(output(), "Webhook")}?${query}`);
    expect(await response.text()).toBe("7");
  });

  it.each(["SIGINT", "SIGTERM"] as const)("closes everything on %s, and exits with 0", async (signal) => {
    const { kill, output, ended } = await startAndWait();
    kill(signal);
    expect(await ended).toBe(0);
    await expect(fetch(addressIn(output(), "CartaAI"))).rejects.toThrow();
  });

  it("ends when npm alone is told to", async () => {
    const script = packageJson.scripts.start.replace("bin/start.ts", FILE);
    await writeFile(join(folder, "package.json"), JSON.stringify({ scripts: { start: script } }));
    const path = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
    const running = start({ ...FREE_PORTS, PATH: path }, ["npm", "start"]);
    await printed(running, "Ctrl-C stops everything");
    running.child.kill("SIGTERM");
    await running.ended;
    expect(running.output()).toContain("Finishing what is under way");
    await expect(fetch(addressIn(running.output(), "CartaAI"))).rejects.toThrow();
  });

  it("waits for a request under way on the first Ctrl-C, and for nothing on the second", async () => {
    const running = await startAndWait();
    const { kill, output, ended } = running;
    const { port, hostname } = new URL(addressIn(output(), "Webhook"));
    const unfinished = connect(Number(port), hostname);
    unfinished.on("error", () => undefined);
    unfinished.write(
      "POST /webhook HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n",
    );
    await once(unfinished, "data");
    kill("SIGINT");
    await printed(running, "Finishing what is under way");
    kill("SIGINT");
    expect(await ended).toBe(130);
  });
});
