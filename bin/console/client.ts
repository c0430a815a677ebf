import * as z from "zod/mini";
import { problemSchema } from "../../local/console/api.ts";

/** Where `npm start` listens unless it is told otherwise. */
export const DEFAULT_URL = "http://localhost:3000";

/** Nothing answers there, or nothing that is a console. */
export class NoConsoleError extends Error {
  override readonly name = "NoConsoleError";

  constructor(url: string, options?: ErrorOptions) {
    super(`No console answers at ${url}. Is \`npm start\` running? Another address: --url`, options);
  }
}

/** The console has refused the request. The message says why. */
export class ConsoleRefusedError extends Error {
  override readonly name = "ConsoleRefusedError";
}

export interface ConsoleRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** JSON, or bytes of the given type. */
  readonly body?: unknown;
  readonly file?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };
}

/** Talks to the console of a running system, as its page does. */
export class ConsoleClient {
  readonly #url: string;

  /** @param url of the page, with or without a slash at its end */
  constructor(url: string) {
    this.#url = url.replace(/\/+$/, "");
  }

  /** @throws {NoConsoleError} @throws {ConsoleRefusedError} */
  async ask<Schema extends z.ZodMiniType>(
    schema: Schema,
    { method, path, body, file }: ConsoleRequest,
  ): Promise<z.output<Schema>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
      ...(file && { headers: { "content-type": file.type }, body: file.bytes }),
    }).catch((cause: unknown) => {
      throw new NoConsoleError(this.#url, { cause });
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw this.#refused(answer);
    const parsed = z.safeParse(schema, answer);
    if (!parsed.success) throw new NoConsoleError(this.#url, { cause: parsed.error });
    return parsed.data;
  }

  #refused(answer: unknown): Error {
    const problem = z.safeParse(problemSchema, answer);
    return problem.success ? new ConsoleRefusedError(problem.data.error) : new NoConsoleError(this.#url);
  }
}
