import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = fileURLToPath(new URL("page", import.meta.url));
/** What the page is made from: its own folder, what it shares with the server, and what decides how it is built. */
const SOURCES = [
  "local/console/page/**/*.*",
  "local/console/api.ts",
  "local/console/api/*.ts",
  "local/cartaai/restaurants/*.ts",
  "package-lock.json",
];
const CACHE = join(ROOT, "node_modules", ".cache", "console-page");

/**
 * Builds the console's page, unless these very sources have been built before.
 *
 * @returns the folder to serve; its `index.html` is the page
 * @throws an error with the bundler's output, for sources that cannot be built
 */
export async function buildPage(): Promise<string> {
  const folder = join(CACHE, await fingerprint());
  if (!existsSync(folder)) await buildInto(folder);
  return folder;
}

/** Built beside its place and moved there whole, so that nobody serves half a page, also when two build at once. */
async function buildInto(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, "unfinished-"));
  try {
    await runVite(["build", "--config", join(PAGE, "vite.config.ts"), "--outDir", unfinished]);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** In a process of its own: the bundler stays out of the one that is started, and this one's NODE_ENV out of the page. */
async function runVite(parameters: readonly string[]): Promise<void> {
  const vite = fileURLToPath(new URL("bin/vite.js", import.meta.resolve("vite/package.json")));
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, [vite, ...parameters, "--logLevel", "warn"], {
    cwd: ROOT,
    env,
  });
}

async function fingerprint(): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(SOURCES, { cwd: ROOT })) files.push(file);
  files.sort();
  const contents = await Promise.all(files.map((file) => readFile(join(ROOT, file))));
  const hash = createHash("sha256");
  for (const [index, file] of files.entries()) {
    const bytes = contents[index] ?? Buffer.alloc(0);
    hash.update(`${file}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex").slice(0, 16);
}
