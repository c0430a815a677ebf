import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as z from "zod/mini";
import {
  type Customer,
  customerSchema,
  type MessagesPage,
  messagesPageSchema,
  type NewFault,
  type SendAnswer,
  type SendRequest,
  sendAnswerSchema,
  type Timeline,
  timelineSchema,
} from "../../local/console/api.ts";
import { startWithConsole } from "../../local/console/start-with-console.ts";
import type { System } from "../../local/runtime/system.ts";
import { captureLogs } from "../support/capture-logs.ts";

type WithoutCustomer<Request> = Request extends unknown ? Omit<Request, "customerId"> : never;

/** A running system with its console, and a client that talks to it as the page does. */
export interface ConsoleBench {
  readonly system: System;
  readonly url: string;
  readonly errors: readonly unknown[];
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  read<Schema extends z.ZodMiniType>(schema: Schema, path: string): Promise<z.output<Schema>>;
  customer(identity: Customer["identity"], name?: string): Promise<Customer>;
  send(customer: Customer, deed: WithoutCustomer<SendRequest>): Promise<SendAnswer>;
  break(fault: NewFault): Promise<void>;
  now(customer: Customer): Promise<Customer>;
  messages(customer: Customer): Promise<MessagesPage["messages"]>;
  timeline(messageId: string | undefined): Promise<Timeline>;
  stop(): Promise<void>;
}

export async function startConsoleBench(environment: Record<string, string> = {}): Promise<ConsoleBench> {
  const logs = captureLogs();
  const folder = await mkdtemp(join(tmpdir(), "console-page-"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Console</title>");
  const errors: unknown[] = [];
  const system = await startWithConsole({
    environment: { AGENT: "none", SYNC_RETRY_BASE_SECONDS: "1", SYNC_SETTLE_SECONDS: "2", ...environment },
    pageFolder: async () => folder,
    onError: (error) => errors.push(error),
  });
  const { front: url } = system.addresses;

  async function request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return await fetch(`${url}${path}`, {
      method,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async function answer<Schema extends z.ZodMiniType>(schema: Schema, response: Response) {
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }

  const { phoneNumberId } = system.businesses[0] ?? { phoneNumberId: "" };
  const read: ConsoleBench["read"] = async (schema, path) => answer(schema, await request("GET", path));
  return {
    system,
    url,
    errors,
    request,
    read,
    customer: async (identity, name = "Ana Quispe") =>
      answer(customerSchema, await request("POST", "/console/customers", { phoneNumberId, name, identity })),
    send: async (customer, deed) =>
      answer(sendAnswerSchema, await request("POST", "/console/send", { ...deed, customerId: customer.id })),
    async break(fault) {
      const { status } = await request("POST", "/console/faults", fault);
      if (status !== 201) throw new Error(`the fault was answered ${status}`);
    },
    async now({ id }) {
      const response = await request("GET", "/console/state");
      const { customers } = (await response.json()) as { customers: Customer[] };
      const found = customers.find((customer) => customer.id === id);
      if (found === undefined) throw new Error("the customer is gone");
      return found;
    },
    messages: async ({ id }) =>
      (await read(messagesPageSchema, `/console/customers/${id}/messages`)).messages,
    timeline: async (messageId = "") =>
      read(timelineSchema, `/console/timelines/${encodeURIComponent(messageId)}`),
    async stop() {
      await system.stop();
      logs.release();
      await rm(folder, { recursive: true });
    },
  };
}
