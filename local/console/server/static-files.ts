import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Reply } from "../../http/reply.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".ogg": "audio/ogg",
  ".webmanifest": "application/manifest+json",
};
const compress = promisify(gzip);

/**
 * A file of the built page; its `index.html` for "/".
 *
 * @param path of the request, decoded or not
 * @param isGzipTaken whether the browser takes gzip
 * @returns undefined when there is none, also for what lies outside of the folder
 */
export async function readPageFile(
  folder: string,
  path: string,
  isGzipTaken: boolean,
): Promise<Reply | undefined> {
  const file = fileIn(folder, path === "/" ? "/index.html" : path);
  const bytes = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  const type = TYPES[extname(file ?? "")];
  if (bytes === undefined || type === undefined) return undefined;
  const isText = /^(?:text|application|image\/svg)/.test(type);
  const headers = {
    "content-type": type,
    // Vite puts a hash into the names of what it builds: such a file never changes.
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
  return isText && isGzipTaken
    ? { status: 200, headers: { ...headers, "content-encoding": "gzip" }, body: await compress(bytes) }
    : { status: 200, headers, body: bytes };
}

function fileIn(folder: string, path: string): string | undefined {
  const file = normalize(join(folder, decoded(path)));
  return file.startsWith(folder + sep) && !file.includes("\0") ? file : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
