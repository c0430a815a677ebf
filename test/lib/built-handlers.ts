import { join, resolve } from "node:path";
import { type Bundle, bundle } from "../../lib/bundling/bundle.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export type HandlerName = "webhook" | "agent" | "sync" | "replay";

const functionsFolder = resolve(import.meta.dirname, "../../functions");
const built = new Map<string, Bundle>();

/** A handler as it is deployed, in a folder that has nothing else to load from. */
export function builtHandler(name: HandlerName): Bundle {
  const known = built.get(name);
  if (known !== undefined) return known;
  const folder = temporaryFolder(`bundle-${name}-`);
  const result = bundle(join(functionsFolder, name, "handler.ts"), join(folder, "index.mjs"));
  built.set(name, result);
  return result;
}
