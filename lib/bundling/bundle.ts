import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type BuildOptions, buildSync, type Metafile } from "esbuild";

const repository = resolve(import.meta.dirname, "../..");

/** ES modules have no `require`, and some bundled CommonJS packages call it for Node's own modules. */
const REQUIRE_BANNER =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** How every Lambda of this repository is bundled: for deployment, in tests and in the bench alike. */
const BUNDLE_OPTIONS = {
  absWorkingDir: repository,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  // The packages' ES module builds: esbuild can leave out what is not used, which halves the bundle.
  mainFields: ["module", "main"],
  conditions: ["module"],
  minify: true,
  keepNames: false,
  sourcemap: "linked",
  // A stack trace needs the positions alone; the sources stay out of the asset.
  sourcesContent: false,
  // Licence texts are shipped with the code, but beside it: a cold start does not have to parse them.
  legalComments: "external",
  banner: { js: REQUIRE_BANNER },
  alias: {
    "@aws-sdk/credential-provider-node": join(import.meta.dirname, "environment-credentials.ts"),
  },
  logLevel: "warning",
} as const satisfies BuildOptions;

export interface Bundle {
  /** The JavaScript file. Its source map and licence texts lie beside it. */
  readonly file: string;
  /** Size of the JavaScript file alone. */
  readonly bytes: number;
  /** Which input contributed how many bytes; paths are relative to the repository. */
  readonly inputs: Metafile["outputs"][string]["inputs"];
}

/**
 * Bundles one handler with everything that it imports into a single ES module.
 *
 * The result depends on the sources only, not on where it is written: source paths in the map are relative to the
 * repository, so two checkouts produce the same asset hash.
 *
 * @param entry the handler's TypeScript file
 * @param outfile the JavaScript file to write; its folder is made
 * @throws {import("esbuild").BuildFailure} when the handler cannot be bundled
 */
export function bundle(entry: string, outfile: string): Bundle {
  const result = buildSync({
    ...BUNDLE_OPTIONS,
    entryPoints: [relative(repository, resolve(entry))],
    outfile: basename(outfile),
    metafile: true,
    write: false,
  });
  const folder = dirname(resolve(outfile));
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of result.outputFiles) writeFileSync(join(folder, basename(path)), contents);

  const output = result.metafile.outputs[basename(outfile)];
  if (output === undefined) throw new Error(`esbuild produced no ${basename(outfile)} from ${entry}`);
  return { file: resolve(outfile), bytes: output.bytes, inputs: output.inputs };
}
