import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type Bundle, bundle } from "../../lib/bundling/bundle.ts";
import type { Invocation, LambdaProcess } from "./lambda-process.ts";
import { type Process, startProcess } from "./process.ts";

const repository = resolve(import.meta.dirname, "../..");
const HOST = new URL("./lambda-process.ts", import.meta.url);

let folder: string | undefined;
const bundles = new Map<string, Bundle>();

/** A handler bundled as it is deployed. @param entry relative to the repository */
export function bundled(entry: string): Bundle {
  folder ??= temporaryFolder();
  const known = bundles.get(entry) ?? bundle(join(repository, entry), join(folder, `${bundles.size}.mjs`));
  bundles.set(entry, known);
  return known;
}

function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), "bench-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}

export interface LambdaSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly http?: boolean;
  /** Options of Node's. */
  readonly flags?: readonly string[];
}

/** Starts a handler's bundle in a process of its own, as Lambda would. */
export function startLambda(
  entry: string,
  { environment, http = false, flags = [] }: LambdaSettings,
): Promise<Process<LambdaProcess>> {
  return startProcess<LambdaProcess>(HOST, { bundle: bundled(entry).file, http }, { environment, flags });
}

/**
 * Has a batch handled to its end.
 *
 * @returns milliseconds
 * @throws when something of it was handed back: then it is not the work that was to be measured
 */
export async function handleBatch(lambda: Process<LambdaProcess>, event: SQSEvent): Promise<number> {
  const { result, milliseconds }: Invocation = await lambda.remote.invoke(event);
  const { batchItemFailures } = result as SQSBatchResponse;
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records were handed back`);
  return milliseconds;
}
