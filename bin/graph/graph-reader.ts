import * as z from "zod/mini";

/** A read of Meta's Graph API that was not answered with what was asked for. Holds no token. */
export class GraphProblem extends Error {
  override readonly name = "GraphProblem";
  /** HTTP status; undefined when nothing answered. */
  readonly status: number | undefined;
  /** Meta's error code. */
  readonly code: number | undefined;

  constructor(reason: string, facts: { status?: number; code?: number | undefined; cause?: unknown } = {}) {
    super(reason, { cause: facts.cause });
    this.status = facts.status;
    this.code = facts.code;
  }
}

/** Reads below the API's version: `("106540352242922", token, { fields: "id" })`. @throws {GraphProblem} */
export type GraphReader = (
  path: string,
  token: string,
  query?: Readonly<Record<string, string>>,
) => Promise<unknown>;

export interface GraphSettings {
  readonly WHATSAPP_GRAPH_BASE_URL: string;
  readonly WHATSAPP_GRAPH_VERSION: string;
}

const TIMEOUT = 10_000;

const errorSchema = z.object({ error: z.object({ code: z.number() }) });

export function createGraphReader(settings: GraphSettings): GraphReader {
  const root = `${settings.WHATSAPP_GRAPH_BASE_URL.replace(/\/+$/, "")}/${settings.WHATSAPP_GRAPH_VERSION}`;
  return async (path, token, query = {}) => {
    const search = new URLSearchParams(query).toString();
    const { ok, status, body } = await get(`${root}/${path}${search && `?${search}`}`, token);
    if (ok) return body;
    const failure = errorSchema.safeParse(body);
    throw new GraphProblem("the Graph API refuses the request", {
      status,
      code: failure.success ? failure.data.error.code : undefined,
    });
  };
}

async function get(url: string, token: string): Promise<{ ok: boolean; status: number; body: unknown }> {
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}`, Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { ok: response.ok, status: response.status, body: await response.json() };
  } catch (cause) {
    throw new GraphProblem("the Graph API does not answer in its own way", { cause });
  }
}

/** @throws {GraphProblem} when the answer is not the Graph API's */
export function parseAnswer<Schema extends z.ZodMiniType>(schema: Schema, answer: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, answer);
  if (parsed.success) return parsed.data;
  throw new GraphProblem("the answer is not the Graph API's", { status: 200, cause: parsed.error });
}
