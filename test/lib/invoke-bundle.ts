import { fork } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";

const runtime = resolve(import.meta.dirname, "lambda-process.ts");
const answerSchema = z.object({ result: z.unknown() });

/** What Lambda itself puts into a function's environment, as far as a handler can tell. */
const LAMBDA_VARIABLES = {
  AWS_REGION: "eu-west-1",
  AWS_LAMBDA_FUNCTION_NAME: "function",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_ACCESS_KEY_ID: "ASIATESTROLE",
  AWS_SECRET_ACCESS_KEY: "secret-of-the-role",
  AWS_SESSION_TOKEN: "token-of-the-role",
  AWS_LAMBDA_LOG_FORMAT: "JSON",
};

export interface Invocation {
  readonly result: unknown;
  /** Standard output, line by line: logs, and metrics in CloudWatch's embedded format. */
  readonly lines: readonly string[];
}

/**
 * Invokes a bundled handler as Lambda would: in a fresh process that has this environment and no other.
 *
 * @throws with what the process wrote to standard error, when it ends without an answer
 */
export async function invokeBundle(
  bundleFile: string,
  environment: Readonly<Record<string, string>>,
  event: object,
): Promise<Invocation> {
  const child = fork(runtime, [bundleFile], {
    env: { ...LAMBDA_VARIABLES, ...environment },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const answered = new Promise<unknown>((resolve) => {
    child.once("message", resolve);
    child.once("exit", () => resolve(undefined));
  });
  child.send(event);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("the process has no output");
  const [answer, output, errors] = await Promise.all([answered, text(stdout), text(stderr)]);
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw new Error(`The bundle did not answer:\n${errors}`);
  return { result: parsed.data.result, lines: output.split("\n").filter((line) => line !== "") };
}
