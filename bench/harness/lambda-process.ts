import type { Context } from "aws-lambda";
import { startHttpApi } from "../../local/runtime/http-api.ts";
import { createContext } from "../../local/runtime/lambda-context.ts";
import { offer } from "./process.ts";
import { createProfiler } from "./profiler.ts";

/** A deployed bundle in a process of its own, as in one of Lambda's execution environments. */
interface Given {
  readonly bundle: string;
  /** Also behind an HTTP API. */
  readonly http?: boolean;
}

export interface Invocation {
  readonly result: unknown;
  /** Milliseconds from the invocation to its end. */
  readonly milliseconds: number;
}

type Handler = (event: unknown, context: Context) => Promise<unknown>;

const MINUTE = 60_000;

const begun = performance.now();
const { bundle, http = false }: Given = JSON.parse(process.argv[2] ?? "{}");
const { handler }: { handler: Handler } = await import(bundle);
const imported = performance.now() - begun;

async function invoke(event: unknown): Promise<Invocation> {
  const startedAt = performance.now();
  const result = await handler(event, createContext("bench", Date.now() + MINUTE));
  return { result, milliseconds: performance.now() - startedAt };
}

async function serve(): Promise<number> {
  const lambda = { name: "bench", invoke: async (event: unknown) => (await invoke(event)).result };
  const routes = new Map([["POST /webhook", lambda]]);
  const api = await startHttpApi({ port: 0, routes, onError: (error) => console.error(error) });
  return api.port;
}

const port = http ? await serve() : undefined;
const profiler = createProfiler();

const functions = {
  invoke,
  /** Milliseconds that the import of the bundle took. */
  imported: () => imported,
  port: () => port ?? 0,
  /** Bytes. The heap after a collection, where Node was told to allow one. */
  memory: () => {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    return { rss, heapUsed };
  },
  startProfile: profiler.start,
  endProfile: profiler.end,
  /** Milliseconds of processor time since the process began. */
  processor: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};
export type LambdaProcess = typeof functions;

offer(() => functions);
