import { join } from "node:path";
import { buildSync } from "esbuild";

/** Some packages of the SDK call `require`, which ES modules do not have. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Bundles a module as anybody would, minified: without what lib/bundling does for our Lambdas besides, which is to leave
 * out the SDK's search for credentials.
 *
 * @returns the file
 */
export function plainBundle(entry: string, folder: string): string {
  const outfile = join(folder, "plain.mjs");
  buildSync({
    entryPoints: [entry],
    outfile,
    ...{ bundle: true, platform: "node", target: "node24", format: "esm", minify: true },
    mainFields: ["module", "main"],
    banner: { js: REQUIRE },
    logLevel: "error",
  });
  return outfile;
}
