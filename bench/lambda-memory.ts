import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "../lib/bundling/bundle.ts";
import { startStandIns } from "../test/lib/service-stand-ins.ts";
import { limitProcessor } from "./lambda-memory/processor-share.ts";
import { SCENARIOS, type Scenario } from "./lambda-memory/scenarios.ts";

/**
 * How long each Lambda takes to be imported, for its first and for later events, with the share of a processor that Lambda
 * gives for different memory sizes. The services answer at once from another process, so what is left is our own time.
 */
const { values: options } = parseArgs({
  options: {
    lambda: { type: "string", default: Object.keys(SCENARIOS).join(",") },
    memory: { type: "string", default: "128,256,512,1024,1769" },
    events: { type: "string", default: "200" },
    json: { type: "boolean", default: false },
  },
});

interface Sample {
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
}

interface Row {
  readonly lambda: string;
  readonly memory: number;
  readonly import: number;
  readonly firstEvent: number;
  readonly median: number;
  readonly p99: number;
  readonly cpuOfOne: number;
  readonly cpuOfStart: number;
  readonly rss: number;
}

const worker = resolve(import.meta.dirname, "lambda-memory/worker.ts");
const folder = mkdtempSync(join(tmpdir(), "lambda-memory-"));

async function measure(lambda: string, scenario: Scenario, memory: number, events: number): Promise<Row> {
  const entry = resolve(import.meta.dirname, `../functions/${lambda}/handler.ts`);
  const { file } = bundle(entry, join(folder, lambda, "index.mjs"));
  await using standIns = await startStandIns(scenario.answers);
  const child = fork(worker, [file], {
    env: environmentOf(scenario, standIns.url),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const pid = child.pid ?? 0;
  const release = limitProcessor(pid, memory);
  const ask = async (message: object): Promise<Sample> => {
    child.send(message);
    const [sample] = await once(child, "message");
    return sample as Sample;
  };
  const started = await ask({});
  const first = await ask({ event: scenario.event(0) });
  const later: Sample[] = [];
  for (let index = 1; index <= events; index++) later.push(await ask({ event: scenario.event(index) }));
  child.disconnect();
  await once(child, "exit");
  release();
  const proofs = standIns.requests.filter(({ call }) => call === scenario.proof).length;
  if (proofs < events) throw new Error(`${lambda}: ${proofs} of ${events} events were handled`);
  const walls = later.map(({ wall }) => wall).sort((one, other) => one - other);
  // The first events still compile; the second half is what goes on.
  const settled = later.slice(events / 2);
  return {
    lambda,
    memory,
    import: started.wall,
    firstEvent: first.wall,
    median: at(walls, 0.5),
    p99: at(walls, 0.99),
    cpuOfOne: settled.reduce((sum, { cpu }) => sum + cpu, 0) / settled.length,
    cpuOfStart: started.cpu + first.cpu,
    rss: Math.max(...later.map(({ rss }) => rss)),
  };
}

function environmentOf(scenario: Scenario, url: string): Record<string, string> {
  return {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_ENDPOINT_URL: url,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    NODE_OPTIONS: "--enable-source-maps",
    SYNC_QUEUE_URL: `${url}/000000000000/sync.fifo`,
    SYNC_DLQ_URL: `${url}/000000000000/sync-dlq.fifo`,
    TURNS_QUEUE_URL: `${url}/000000000000/turns.fifo`,
    TURNS_DLQ_URL: `${url}/000000000000/turns-dlq.fifo`,
    CARTAAI_API_BASE_URL: url,
    WHATSAPP_GRAPH_BASE_URL: url,
    ...scenario.environment,
  };
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;

const rows: Row[] = [];
for (const [lambda, scenario] of Object.entries(SCENARIOS)) {
  if (!options.lambda.split(",").includes(lambda)) continue;
  for (const memory of options.memory.split(",").map(Number)) {
    const row = await measure(lambda, scenario, memory, Number(options.events));
    rows.push(row);
    if (!options.json)
      console.table([
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === "number" ? Math.round(value * 10) / 10 : value,
          ]),
        ),
      ]);
  }
}
rmSync(folder, { recursive: true });
if (options.json) console.log(JSON.stringify(rows, null, 2));
