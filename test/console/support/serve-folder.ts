import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { SECURITY_HEADERS } from "../../../local/console/server/guard.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** Answers with a file of the built page, under the same security policy as the real server. */
export async function serveFolder(folder: string, pathname: string, response: ServerResponse): Promise<void> {
  const name = pathname === "/" ? "index.html" : pathname.slice(1);
  const contents = await readFile(join(folder, name)).catch(() => undefined);
  if (contents === undefined) {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[extname(name)] ?? "application/octet-stream";
  response.writeHead(200, { ...SECURITY_HEADERS, "content-type": type }).end(contents);
}
