import { onTestFinished, vi } from "vitest";
import { type CartaAIOptions, startCartaAI } from "../../../local/cartaai/server.ts";

export const KEY = "carta_srv_test";
export const ANA = "+51999999999";
export const TERRAZA = "la-terraza";

/** What the API answered. The envelope is JSON of a known shape; `data` is as loose as the API is. */
export interface Answer {
  readonly status: number;
  readonly type: unknown;
  readonly message: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every route
  readonly data: any;
  readonly headers: Headers;
}

/** A stand-in that lives as long as the test, with a clock of its own that stands still until it is moved. */
export async function runningCartaAI(options: Partial<CartaAIOptions> = {}) {
  const time = { now: Date.parse("2026-05-04T12:00:00.000Z") };
  const cartaai = await startCartaAI({
    port: 0,
    apiKeys: [KEY],
    clock: () => time.now,
    writePause: 0,
    ...options,
  });
  onTestFinished(() => cartaai.stop());

  async function call(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Answer> {
    const response = await request(method, path, body, init);
    const { type, message, data } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, type, message, data, headers: response.headers };
  }

  function request(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Response> {
    return fetch(`${cartaai.url}${path}`, {
      method,
      headers: { "x-service-api-key": KEY, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...init,
    });
  }

  async function open(userId = ANA, subDomain = TERRAZA): Promise<string> {
    const { data } = await call("POST", "/api/v1/conversations", { userId, subDomain });
    return data.sessionId;
  }

  const agent = (sessionId: string) => `/api/v1/whatsapp/agent/conversations/${sessionId}`;
  return {
    cartaai,
    time,
    call,
    request,
    open,
    agent,
    say: (sessionId: string, content: string, role = "user") =>
      call("POST", `${agent(sessionId)}/messages`, { role, content }),
    sync: (sessionId: string, state: object) => call("PUT", `${agent(sessionId)}/sync`, state),
    read: (sessionId: string) => call("GET", `/api/v1/conversations/${sessionId}?subDomain=${TERRAZA}`),
    find: (userId = ANA) => call("GET", `/api/v1/conversations/user/${userId}?subDomain=${TERRAZA}`),
  };
}

/** A `wait` whose every wait lasts until the test lets it go. */
export function heldWaits() {
  const held: { readonly ms: number; readonly release: () => void }[] = [];
  return {
    held,
    wait: (ms: number) => new Promise<void>((release) => held.push({ ms, release })),
    releaseAll: () => {
      for (const { release } of held.splice(0)) release();
    },
  };
}

/** Waits for an outcome, with the patience that a busy machine needs. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 4000, interval: 5 });
}
