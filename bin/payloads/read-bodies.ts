import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject } from "../../functions/json/json-object.ts";

/** A JSON value that is offered as a webhook body. */
export interface NamedBody {
  readonly file: string;
  /** Its key in a collection; absent when the file is the body. */
  readonly name?: string;
  readonly body: unknown;
}

/** A path that gives no body at all. */
export interface Unreadable {
  readonly file: string;
  readonly name?: string;
  readonly problem: string;
}

/** Every body in a file, or in the JSON files of a folder in the order of their names. Never throws. */
export async function readBodies(path: string): Promise<(NamedBody | Unreadable)[]> {
  try {
    if (!(await stat(path)).isDirectory()) return await readFileBodies(path);
    const files = await jsonFilesIn(path);
    if (files.length === 0) return [{ file: path, problem: "holds no *.json" }];
    return (await Promise.all(files.map(readFileBodies))).flat();
  } catch (error) {
    return [{ file: path, problem: problemOf(error) }];
  }
}

async function jsonFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function readFileBodies(file: string): Promise<(NamedBody | Unreadable)[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    return [{ file, problem: error instanceof SyntaxError ? "is not JSON" : problemOf(error) }];
  }
  if (!isJsonObject(json) || looksLikeBody(json)) return [{ file, body: json }];
  const bodies = Object.entries(json).map(([name, body]) => ({ file, name, body }));
  return bodies.length > 0 ? bodies : [{ file, problem: "is an empty collection" }];
}

function looksLikeBody(json: Readonly<Record<string, unknown>>): boolean {
  return typeof json["object"] === "string" || Array.isArray(json["entry"]);
}

function problemOf(error: unknown): string {
  const code = isJsonObject(error) ? error["code"] : undefined;
  return code === "ENOENT" ? "does not exist" : `cannot be read (${String(code ?? error)})`;
}
