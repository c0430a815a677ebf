import type OpenAI from "openai";
import { boundedFetch } from "../http/bounded-fetch.ts";
import { ModelError, ModelRefusedError, ModelUnavailableError } from "./errors.ts";

export interface ModelClientOptions {
  /** Of an OpenAI-compatible service. */
  readonly baseUrl: string;
  /** Asked for at each call, so that a rotated key is picked up without a restart. */
  readonly apiKey: () => Promise<string>;
  /** Milliseconds for one call. */
  readonly timeout: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  /** Told of each call that came to an end: milliseconds, and the error if it failed. */
  readonly onCall?: (operation: ModelOperation, milliseconds: number, error: unknown) => void;
}

/** Bytes. The words of a long voice note have some ten thousand; whatever is larger says nothing that a turn could use. */
const MAX_ANSWER = 1024 * 1024;

export type ModelOperation = "transcribe" | "describe" | "chat";

export interface ModelContext {
  /** Epoch milliseconds by which the answer has to be there. */
  readonly deadline?: number;
}

/**
 * Runs something with the `openai` client. The signal belongs into that call's options: it ends the call in time.
 *
 * @throws {ModelError} whatever `run` throws, so that its type says what to do
 */
export type AskModel = <Result>(
  operation: ModelOperation,
  run: (openai: OpenAI, options: { readonly signal: AbortSignal }) => Promise<Result>,
  context?: ModelContext,
) => Promise<Result>;

/** The package is loaded at the first call: many turns ask no model, and a cold start should not wait for it. */
export function createModelClient(options: ModelClientOptions): AskModel {
  const { clock = Date.now } = options;
  let loaded: Promise<OpenAI> | undefined;

  return async (operation, run, { deadline = Number.POSITIVE_INFINITY } = {}) => {
    const startedAt = performance.now();
    let failure: unknown;
    try {
      const timeout = Math.floor(Math.min(options.timeout, deadline - clock()));
      if (timeout < 1) throw new ModelUnavailableError("no time left");
      loaded ??= load(options);
      return await run(await loaded, { signal: AbortSignal.timeout(timeout) });
    } catch (error) {
      failure = asModelError(error);
      throw failure;
    } finally {
      options.onCall?.(operation, performance.now() - startedAt, failure);
    }
  };
}

async function load({ baseUrl, apiKey, timeout }: ModelClientOptions): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  return new Client({
    baseURL: baseUrl,
    apiKey,
    timeout,
    fetch: boundedFetch(MAX_ANSWER),
    // The package would wait as long as Retry-After says, whatever the deadline. It is the turn that is tried again.
    maxRetries: 0,
    // Only what is given here counts, whatever OPENAI_… the environment holds; and its logs would quote customers.
    organization: null,
    project: null,
    logLevel: "off",
  });
}

const RETRYABLE = new Set([408, 409, 425, 429]);

/** Told by what they carry and not by their class, for which the package would have to be loaded. */
function asModelError(cause: unknown): ModelError {
  if (cause instanceof ModelError) return cause;
  const status = facts(cause, "status");
  // A 429 as well, but one that only money ends.
  if (facts(cause, "code") === "insufficient_quota")
    return new ModelRefusedError("the account is empty", { cause });
  if (typeof status !== "number") return new ModelUnavailableError("no answer", { cause });
  const details = { status, cause };
  if (status >= 500 || RETRYABLE.has(status)) return new ModelUnavailableError(`answered ${status}`, details);
  return new ModelRefusedError(`answered ${status}`, details);
}

function facts(error: unknown, name: "status" | "code"): unknown {
  return error instanceof Error ? (error as Error & Partial<Record<typeof name, unknown>>)[name] : undefined;
}
