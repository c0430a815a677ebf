import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import type { CpuProfile } from "../harness/profiler.ts";

type Frame = CpuProfile["nodes"][number]["callFrame"];

/** Nothing ran. */
const IDLE = "(idle)";
const NODE = "Node.js";
/** V8's own names for what is nobody's function. */
const V8: Readonly<Record<string, string>> = {
  [IDLE]: IDLE,
  "(garbage collector)": "garbage collection",
  "(program)": NODE,
  "(root)": NODE,
};
const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)/;
const FOLDER = /functions\/([^/]+)/;

/**
 * Whose code ran for how long: packages by name, ours by folder, Node's own modules together. What V8 does itself (JSON,
 * regular expressions, arrays) counts for whoever called it.
 *
 * @param bundle the file that was profiled; its source map lies beside it
 * @returns milliseconds
 */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: CpuProfile, bundle: string) {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, "utf8")));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const ownerOf = (node: number): string => {
    const frame = frames.get(node);
    const caller = callers.get(node);
    if (frame === undefined) return IDLE;
    return ownerOfFrame(frame, map, bundle) ?? (caller === undefined ? NODE : ownerOf(caller));
  };
  const owners = new Map(nodes.map(({ id }) => [id, ownerOf(id)]));
  const shares = new Map<string, number>();
  samples.forEach((node, index) => {
    const owner = owners.get(node) ?? IDLE;
    if (owner !== IDLE) shares.set(owner, (shares.get(owner) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  });
  return shares;
}

/** @returns undefined for a function without an address: one of V8's own */
function ownerOfFrame(
  { functionName, url, lineNumber, columnNumber }: Frame,
  map: SourceMap,
  bundle: string,
): string | undefined {
  if (url.startsWith("node:")) return NODE;
  if (url === "") return V8[functionName];
  if (!url.endsWith(bundle)) return "the bench itself";
  const entry = map.findEntry(lineNumber, columnNumber);
  const source = "originalSource" in entry ? entry.originalSource : "";
  const ours = FOLDER.exec(source)?.[1];
  return PACKAGE.exec(source)?.[1] ?? (ours === undefined ? "the bundle" : `functions/${ours}`);
}
