import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** What a process offers to the one that started it. Arguments and results travel as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: parameters of any function at all; `Remote` keeps their types
type Functions = Record<string, (...given: any[]) => unknown>;

/** The functions as they are called from outside. */
export type Remote<Offered> = {
  readonly [Name in keyof Offered]: Offered[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

interface Call {
  readonly id: number;
  readonly name: string;
  readonly given: unknown[];
}
interface Return {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

export interface ProcessOptions {
  /** All of the environment besides PATH. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Options of Node's. */
  readonly flags?: readonly string[];
}

/** A process of its own: what it costs does not count as the cost of what is measured. */
export interface Process<Offered> {
  readonly remote: Remote<Offered>;
  stop(): Promise<void>;
}

/** Characters of a process's complaints. */
const REMEMBERED = 4_000;

/**
 * Starts a module that calls `offer` in a process of its own, on plain Node. What it prints goes nowhere; what it
 * complained about is told if it ends by itself.
 *
 * @param given what its `offer` is called with
 */
export async function startProcess<Offered extends Functions>(
  module: URL,
  given: unknown,
  { environment = {}, flags = [] }: ProcessOptions = {},
): Promise<Process<Offered>> {
  const child = fork(module, [JSON.stringify(given)], {
    env: { PATH: process.env["PATH"], ...environment },
    execArgv: [...flags],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.on("data", (chunk) => {
    complaints = `${complaints}${chunk}`.slice(-REMEMBERED);
  });
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  const gone = once(child, "exit");
  void gone.then(([code]) => {
    for (const { reject } of answers.values())
      reject(new Error(`${module.pathname} ended with ${code}: ${complaints}`));
  });
  child.on("message", ({ id, result, error }: Return) => {
    const answer = answers.get(id);
    answers.delete(id);
    if (error === undefined) answer?.resolve(result);
    else answer?.reject(new Error(error));
  });
  const call = callerOf(child, answers);
  await call("ready", []);
  return {
    remote: remoteOf(call),
    async stop() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

function remoteOf<Offered>(call: ReturnType<typeof callerOf>): Remote<Offered> {
  return new Proxy({} as Remote<Offered>, {
    get: (_, name) => {
      // Whoever awaits it must not take it for a promise.
      if (name === "then") return undefined;
      return (...given: unknown[]) => call(String(name), given);
    },
  });
}

function callerOf(child: ChildProcess, answers: Map<number, PromiseWithResolvers<unknown>>) {
  let calls = 0;
  return (name: string, given: unknown[]): Promise<unknown> => {
    const answer = Promise.withResolvers<unknown>();
    calls += 1;
    answers.set(calls, answer);
    child.send({ id: calls, name, given } satisfies Call);
    return answer.promise;
  };
}

/** Called by a module that `startProcess` has started: answers calls until the process is stopped. */
export function offer<Given, Offered extends Functions>(
  start: (given: Given) => Promise<Offered> | Offered,
): void {
  const started = Promise.resolve(JSON.parse(process.argv[2] ?? "null") as Given).then(start);
  process.on("message", ({ id, name, given }: Call) => {
    void started
      .then((functions) => (name === "ready" ? undefined : functions[name]?.(...given)))
      .then(
        (result) => answer({ id, result }),
        (error) => answer({ id, error: String(error?.stack ?? error) }),
      );
  });
  process.on("disconnect", () => process.exit());
}

/** Nobody is left to be told that whoever asked has gone. */
function answer(returned: Return): void {
  process.send?.(returned, undefined, {}, () => undefined);
}
