import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod/mini";
import {
  type ActiveFault,
  activeFaultSchema,
  type ChatMessage,
  type Content,
  type Customer,
  chatMessageSchema,
  customerSchema,
  type DeadLetter,
  deadLettersSchema,
  EVENT_SCHEMAS,
  type EventData,
  type EventName,
  mirrorSchema,
  newCustomerSchema,
  newFaultSchema,
  previewAnswerSchema,
  type Queues,
  type SendRequest,
  type State,
  sendRequestSchema,
  stateSchema,
  timelineSchema,
} from "../../../local/console/api.ts";
import { serveFolder } from "./serve-folder.ts";

const NOW = "2026-11-22T19:05:00.000Z";
const AGREES = { state: "agrees", missing: 0, deadLetters: 0, differences: [], since: NOW } as const;

/**
 * Stands in for the console's server where a test needs a state that the real system takes long to come to, or a server
 * that goes away. Everything that it takes and gives is checked by the schemas that the real one is written against.
 */
export class FakeConsole {
  readonly customers = new Map<string, Customer>();
  readonly messages: ChatMessage[] = [];
  readonly sent: SendRequest[] = [];
  readonly discarded: string[] = [];
  deadLetters: DeadLetter[] = [];
  faults: ActiveFault[] = [];
  /** Whether its API is away: connections break, new ones get no answer. The page's files are still served. */
  isAway = false;
  /** Whether CartaAI's side cannot be shown. */
  hidesMirror = false;
  readonly #page: string;
  readonly #streams = new Set<ServerResponse>();
  readonly #events: { readonly name: EventName; readonly data: unknown }[] = [];

  /** @param page the folder of the built page */
  constructor(page: string) {
    this.#page = page;
  }

  readonly listener = (request: IncomingMessage, response: ServerResponse): void => {
    this.#answer(request, response).catch((error: unknown) => {
      json(response, 400, { error: error instanceof Error ? error.message : String(error) });
    });
  };

  addCustomer(change: Partial<Customer> = {}): Customer {
    const id = change.id ?? `customer-${this.customers.size + 1}`;
    const identity = { phone: `5190000000${this.customers.size + 1}` };
    const customer = customerSchema.parse({
      ...{
        id,
        phoneNumberId: "1",
        name: "Ana",
        identity,
        identities: [identity],
        messages: 0,
        agreement: AGREES,
      },
      ...change,
    });
    this.customers.set(id, customer);
    this.tell("customer", customer);
    return customer;
  }

  addMessage(customerId: string, content: Content, change: Partial<ChatMessage> = {}): ChatMessage {
    const sequence = this.messages.length + 1;
    const id = change.id ?? `wamid.${sequence}=/+`;
    const message = chatMessageSchema.parse({
      ...{ id, customerId, sequence, from: "customer", at: NOW, content, state: "settled", timelineId: id },
      ...change,
    });
    this.messages.push(message);
    this.tell("message", message);
    return message;
  }

  tell<Name extends EventName>(name: Name, data: EventData<Name>): void {
    const schema: z.ZodMiniType = EVENT_SCHEMAS[name];
    this.#events.push({ name, data: schema.parse(data) });
    for (const stream of this.#streams) this.#write(stream, this.#events.length);
  }

  /** Its API goes away, with the connections that events go over. */
  goAway(): void {
    this.isAway = true;
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  queues(): Queues {
    const deadLetters = this.deadLetters.length;
    const blocked = [{ customerId: "customer-1", waiting: 2, attempts: 3, nextAttemptAt: NOW }];
    const sync = { name: "sync" as const, waiting: 2, inFlight: 1, oldestAgeMs: 4200, conversations: 1 };
    return { at: NOW, queues: [{ ...sync, blocked: deadLetters > 0 ? blocked : [], deadLetters }] };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (!pathname.startsWith("/console/")) return await serveFolder(this.#page, pathname, response);
    if (this.isAway) return void response.destroy();
    const [, , what = "", id = "", part = ""] = pathname.split("/").map(decodeURIComponent);
    const body = await bodyOf(request);
    switch (`${request.method} ${what} ${part}`.trim()) {
      case "GET events":
        return this.#stream(response, Number(searchParams.get("after")));
      case "GET state":
        return json(response, 200, this.#state());
      case "POST customers":
        return json(response, 201, this.addCustomer(newCustomerSchema.parse(body)));
      case "GET customers messages":
        return json(response, 200, this.#page200(id, Number(searchParams.get("before") ?? Infinity)));
      case "GET customers cartaai":
        if (this.hidesMirror) return json(response, 404, { error: "no stand-in: CartaAI is the real one" });
        return json(response, 200, this.#mirror(id));
      case "POST send":
        return json(response, 200, this.#send(sendRequestSchema.parse(body)));
      case "GET timelines":
        return json(response, 200, timelineOf(id));
      case "GET queues dead-letters":
        return json(response, 200, deadLettersSchema.parse({ deadLetters: this.deadLetters }));
      case "POST queues preview":
        return json(response, 200, this.#preview());
      case "POST queues discard":
        return json(
          response,
          200,
          this.#discard(z.object({ ids: z.array(z.string()), reason: z.string() }).parse(body)),
        );
      case "POST faults":
        return json(response, 201, this.#switchOn(body));
      case "DELETE faults":
        this.faults = this.faults.filter((fault) => part === "" && id !== "" && fault.service !== id);
        this.tell("faults", { faults: this.faults });
        return json(response, 200, { faults: this.faults });
      default:
        return json(response, 404, { error: `the fake knows no ${request.method} ${pathname}` });
    }
  }

  #state(): State {
    return stateSchema.parse({
      lastEventId: String(this.#events.length),
      businesses: [{ phoneNumberId: "1", name: "La Terraza", subDomain: "la-terraza" }],
      customers: [...this.customers.values()],
      faults: this.faults,
      queues: this.queues(),
      scenarios: [{ name: "dinner", title: "Dinner by voice", description: "Somebody orders.", steps: 5 }],
      has: { agent: "scripted", cartaai: true, whatsapp: true, models: false, replay: true },
    });
  }

  #page200(customerId: string, before: number) {
    const older = this.messages.filter((each) => each.customerId === customerId && each.sequence < before);
    return { messages: older.slice(-200), more: older.length > 200 };
  }

  #mirror(customerId: string) {
    const said = this.messages.filter((message) => message.customerId === customerId);
    const conversation = { sessionId: "s", userId: "+51900000001", intent: "order", step: "cart" };
    return mirrorSchema.parse({
      agreement: this.customers.get(customerId)?.agreement,
      conversations:
        said.length === 0
          ? []
          : [{ ...conversation, isActive: true, lastActivity: NOW, expiresAt: NOW, record: {} }],
      transcript: said.map(({ from, content, at }) => ({
        role: from === "customer" ? "user" : "bot",
        content: "text" in content ? content.text : content.kind,
        at,
        sessionId: "s",
      })),
      cart: [{ name: "Pizza margarita", quantity: 2, price: 32.9 }],
      orders: [{ id: "o1", number: "LT-1001", status: "pending", total: 65.8 }],
    });
  }

  #send(request: SendRequest) {
    this.sent.push(request);
    const quoted = request.quoted === undefined ? {} : { quoted: request.quoted };
    const content: Content =
      request.kind === "button"
        ? { kind: "choice", id: request.id, title: request.title }
        : { kind: "text", text: "text" in request ? request.text : request.kind };
    const { id } = this.addMessage(request.customerId, content, { ...quoted, ticks: "read" });
    this.tell("mirror", { customerId: request.customerId });
    return { messageId: id, statuses: [200], held: false, curl: "curl …" };
  }

  #preview() {
    const deadLetters = this.deadLetters.map(({ id, record }) => {
      return { id, would: "apply", replayed: true, overtakes: 0, record };
    });
    return previewAnswerSchema.parse({ deadLetters });
  }

  #discard({ ids }: { readonly ids: readonly string[] }) {
    this.discarded.push(...ids);
    this.deadLetters = this.deadLetters.filter(({ id }) => !ids.includes(id));
    this.tell("queues", this.queues());
    return { discarded: ids.length, notFound: [] };
  }

  #switchOn(body: unknown): ActiveFault {
    const { service, fault, times, ...settings } = newFaultSchema.parse(body);
    const id = `fault-${this.faults.length + 1}`;
    const active = activeFaultSchema.parse({
      service,
      id,
      fault,
      struck: 0,
      ...(times && { times }),
      settings,
    });
    this.faults = [...this.faults, active];
    this.tell("faults", { faults: this.faults });
    return active;
  }

  #stream(response: ServerResponse, after: number): void {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    for (let number = after + 1; number <= this.#events.length; number += 1) this.#write(response, number);
    this.#streams.add(response);
  }

  #write(stream: ServerResponse, number: number): void {
    const event = this.#events[number - 1];
    if (event) stream.write(`id: ${number}\nevent: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`);
  }
}

function timelineOf(messageId: string) {
  const at = (milliseconds: number) => new Date(Date.parse(NOW) + milliseconds).toISOString();
  const step = (id: number, kind: string, part: string, title: string, durationMs: number) => {
    return { id: String(id), kind, part, title, durationMs, at: at(id * 20), record: { id }, outcome: "ok" };
  };
  return timelineSchema.parse({
    ...{
      messageId,
      correlationIds: ["c"],
      state: "settled",
      startedAt: NOW,
      settledAt: at(200),
      durationMs: 200,
    },
    steps: [
      step(1, "received", "webhook", "Webhook received", 12),
      step(2, "sync-event", "sync", "Sync event queued", 3),
      step(3, "call", "cartaai", "addMessage", 40),
    ],
  });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
