import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** kB (1000 bytes) of JavaScript that a page loads, compressed by gzip. @param folder of the built page */
export async function compressedScripts(folder: string): Promise<number> {
  let bytes = 0;
  for await (const file of glob("**/*.js", { cwd: folder })) {
    bytes += gzipSync(await readFile(join(folder, file))).length;
  }
  return bytes / 1000;
}
