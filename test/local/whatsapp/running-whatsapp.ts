import { onTestFinished, vi } from "vitest";
import { startWhatsApp, type WhatsAppOptions } from "../../../local/whatsapp/server.ts";

export const TOKEN = "token-of-the-business";
export const NUMBER = "106540352242922";
export const ANA = "51999999999";

export interface GraphAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every route
  readonly body: any;
}

/** A stand-in that lives as long as the test, with a clock of its own that stands still until it is moved. */
export async function runningWhatsApp(options: Partial<WhatsAppOptions> = {}) {
  const time = { now: Date.parse("2026-05-04T12:00:00.000Z") };
  const whatsapp = await startWhatsApp({ port: 0, tokens: [TOKEN], clock: () => time.now, ...options });
  onTestFinished(() => whatsapp.stop());

  function request(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<Response> {
    return fetch(path.startsWith("http") ? path : `${whatsapp.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...init,
    });
  }

  async function call(
    method: string,
    path: string,
    body?: unknown,
    init: RequestInit = {},
  ): Promise<GraphAnswer> {
    const response = await request(method, path, body, init);
    return { status: response.status, body: await response.json() };
  }

  const messages = `/v23.0/${NUMBER}/messages`;
  return {
    whatsapp,
    time,
    call,
    request,
    messages,
    /** Sends a message to Ana, unless it says to whom. */
    send: (message: object) => call("POST", messages, { messaging_product: "whatsapp", to: ANA, ...message }),
  };
}

export const text = (body: string) => ({ type: "text", text: { body } });

export function buttons(titles: readonly string[], body = "¿Confirmas?") {
  return {
    type: "interactive",
    interactive: {
      type: "button",
      body: { text: body },
      action: {
        buttons: titles.map((title, index) => ({ type: "reply", reply: { id: `b${index}`, title } })),
      },
    },
  };
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export function list(sections: readonly { title?: string; rows: readonly Row[] }[], button = "Ver carta") {
  return {
    type: "interactive",
    interactive: { type: "list", body: { text: "Nuestra carta" }, action: { button, sections } },
  };
}

export function rows(count: number, prefix = "r"): Row[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, title: `Plato ${index}` }));
}

/** Waits for an outcome, with the patience that a busy machine needs. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 4000, interval: 5 });
}
