import { mkdtempSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { atMost, round } from "../harness/bars.ts";
import type { Bar, Bench, Effort } from "../harness/bench.ts";
import { interleave } from "../harness/interleave.ts";
import { bundled, startLambda } from "../harness/lambdas.ts";
import { median } from "../harness/statistics.ts";
import { environmentOf, type Surroundings, within } from "../harness/surroundings.ts";
import { FIRST_EVENTS } from "./first-invocations.ts";
import { importTime } from "./import-time.ts";
import { plainBundle } from "./plain-bundle.ts";

const repository = resolve(import.meta.dirname, "../..");

interface ColdStart {
  readonly bytes: number;
  /** Milliseconds. */
  readonly import: number;
  readonly sdkOnly: number;
  readonly ratio: number;
  /** Against a bundle of the SDK alone that has our bundling's optimisations, too. */
  readonly ratioBundledAlike: number;
  /** Milliseconds of the first invocation, after the import. */
  readonly firstInvocation: number;
}

/** Every Lambda that somebody waits for, and the module that imports nothing but what it uses of the SDK. */
const LAMBDAS = ["webhook", "sync", "agent"] as const;
type LambdaName = (typeof LAMBDAS)[number];

export const coldStart: Bench = {
  key: "coldStart",
  title: "Cold starts",
  about:
    "Bundle size, and the time that a fresh process takes to import it, against a bundle, made by esbuild and minified, of nothing but the SDK's clients and commands that the Lambda uses. Bundled alike: the same against a bundle that also leaves out the search for credentials, as our bundling does. The first invocation follows the import; it makes connections, reads the secret and goes all the way (every request to AWS takes a constant 2 ms here, every call of CartaAI none).",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

async function measure(surroundings: Surroundings, effort: Effort) {
  const aws = await surroundings.aws();
  const cartaai = await surroundings.cartaai(0);
  const whatsapp = await surroundings.whatsapp({ latency: 0 });
  const environment = environmentInAws({
    aws: await aws.url(),
    cartaai: await cartaai.url(),
    whatsapp: await whatsapp.url(),
  });
  const measured: Partial<Record<LambdaName, ColdStart>> = {};
  for (const name of LAMBDAS) measured[name] = await measureLambda(name, environment, effort);
  const rows = Object.entries(measured);
  return {
    figures: measured,
    bars: rows.flatMap(([name, figures]) => barsOf(name, figures)),
    tables: [
      {
        headings: [
          "Lambda",
          "bundle, kB",
          "import, ms",
          "SDK alone, ms",
          "ratio",
          "ratio, bundled alike",
          "first invocation, ms",
        ],
        rows: rows.map(([name, each]) => [
          name,
          Math.round(each.bytes / 1000),
          ...[each.import, each.sdkOnly, each.ratio, each.ratioBundledAlike, each.firstInvocation],
        ]),
      },
    ],
    charts: [
      {
        name: "cold-start",
        title: "Import in a fresh process",
        unit: "ms",
        values: rows.flatMap(([name, each]) => [
          { label: name, value: each.import, ours: true },
          { label: `${name}: its SDK clients alone`, value: each.sdkOnly, ours: false },
        ]),
      },
    ],
  };
}

/** As deployed: secrets come from Secrets Manager. */
function environmentInAws(urls: {
  readonly aws: string;
  readonly cartaai: string;
  readonly whatsapp: string;
}) {
  return {
    ...environmentOf(urls),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.aws,
    WHATSAPP_SECRET_ID: "whatsapp",
    CARTAAI_SECRET_ID: "cartaai",
  };
}

async function measureLambda(
  name: LambdaName,
  environment: ReturnType<typeof environmentInAws>,
  effort: Effort,
): Promise<ColdStart> {
  const entry = `functions/${name}/handler.ts`;
  const { file, bytes } = bundled(entry);
  const sdk = `bench/cold-start/sdk-only-${name}.ts`;
  const base = bundled(sdk);
  const plain = plainBundle(join(repository, sdk), mkdtempSync(join(dirname(base.file), "plain-")));
  const imports = {
    ours: () => importTime(file, environment),
    sdkOnly: () => importTime(plain, environment),
    bundledAlike: () => importTime(base.file, environment),
  };
  // Once before: the files have to be in the machine's cache on both sides.
  await interleave(1, imports);
  const { ours, sdkOnly, bundledAlike } = await interleave(effort.pick(25, 1), imports);
  const first: number[] = [];
  for (let start = 0; start < effort.pick(9, 1); start++)
    first.push(await firstInvocation(name, entry, environment, start));
  return {
    bytes,
    import: round(median(ours)),
    sdkOnly: round(median(sdkOnly)),
    ratio: round(median(ours) / median(sdkOnly)),
    ratioBundledAlike: round(median(ours) / median(bundledAlike)),
    firstInvocation: round(median(first)),
  };
}

async function firstInvocation(
  name: LambdaName,
  entry: string,
  environment: ReturnType<typeof environmentInAws>,
  number: number,
): Promise<number> {
  const lambda = await startLambda(entry, { environment });
  const { result, milliseconds } = await lambda.remote.invoke(FIRST_EVENTS[name](number));
  await lambda.stop();
  assertDone(name, result);
  return milliseconds;
}

/** A failure would be a quick one. */
function assertDone(name: string, result: unknown): void {
  const done = JSON.stringify(result);
  if (done !== '{"statusCode":200}' && done !== '{"batchItemFailures":[]}')
    throw new Error(`the first invocation of ${name} failed: ${done}`);
}

function barsOf(name: string, { bytes, ratio, import: time }: ColdStart): Bar[] {
  if (name === "agent") return [atMost("coldStart: agent, milliseconds to import", time, 400)];
  const bars = [atMost(`coldStart: ${name}, import against the SDK alone`, ratio, 1.35)];
  return name === "webhook" ? [atMost("coldStart: webhook, bytes", bytes, 450_000), ...bars] : bars;
}
