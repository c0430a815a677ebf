import * as z from "zod/mini";
import type { TurnAnswer } from "../../../functions/agents/agent.ts";
import { orderOutcomeSchema } from "../../../functions/agents/agent.ts";
import type { Plan, Turn } from "../plan/plan.ts";
import { connectionLost } from "./connection-lost.ts";
import type { ExecutionEnvironment } from "./execution-environment.ts";
import type { FaultInjector } from "./fault-injector.ts";
import { aborted } from "./http.ts";
import { draftFor } from "./order-draft.ts";
import type { Simulation } from "./simulation.ts";

/** One answer of the bot's. A turn may have been asked about more than once: then one of them alone may show. */
export interface Answered {
  /** Counts the answers, from 1. */
  readonly number: number;
  /** The id of its first message. */
  readonly turn: string;
  /** The conversation's key. */
  readonly conversation: string;
  /** Ids of what it answers; empty when it was told what became of an order. */
  readonly messages: readonly string[];
  readonly step: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly wantsPerson: boolean;
  /** What it said, each once and by nobody else. */
  readonly lines: readonly string[];
  readonly orderOutcome: "placed" | "refused" | undefined;
}

/** As far as the bot looks at it (docs/agent-http.md). */
const requestSchema = z.object({
  id: z.string(),
  conversation: z.object({ key: z.string(), phone: z.optional(z.string()) }),
  messages: z.array(z.object({ id: z.string() })),
  orderOutcome: z.optional(orderOutcomeSchema),
});
type Asked = z.infer<typeof requestSchema>;

/** Milliseconds. */
const LATENCY = 400;

/**
 * A bot that is reached over HTTP, and does what the plan has it do about the turn's first message. Like a model it says
 * something else each time it is asked.
 */
export class Bot {
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  readonly #turns: ReadonlyMap<string, Turn | undefined>;
  /** In order. */
  readonly answers: Answered[] = [];

  constructor(simulation: Simulation, faults: FaultInjector, { webhooks }: Plan) {
    this.#simulation = simulation;
    this.#faults = faults;
    const items = webhooks.flatMap((webhook) => webhook.items);
    this.#turns = new Map(items.flatMap((item) => (item.kind === "message" ? [[item.id, item.turn]] : [])));
  }

  async fetch(_: ExecutionEnvironment, __: string, init: RequestInit): Promise<Response> {
    const signal = init.signal ?? new AbortController().signal;
    const planned = this.#faults.next("bot");
    if (planned !== undefined) this.#faults.struck(planned);
    this.#simulation.tell(() => `the bot is asked: ${planned?.kind ?? "and answers"}`);
    await Promise.race([this.#simulation.pause(LATENCY), aborted(signal)]);
    switch (planned?.kind) {
      case "bot-hung":
        return await aborted(signal);
      case "bot-unavailable":
        if (planned.variant < 0.5) return new Response("", { status: 503 });
        throw new TypeError("fetch failed", { cause: connectionLost("ECONNREFUSED") });
      case "bot-failed":
        return planned.variant < 0.5
          ? new Response("", { status: 422 })
          : Response.json({ replies: "none of your business" });
      default:
        return Response.json(this.#answer(requestSchema.parse(JSON.parse(String(init.body)))));
    }
  }

  #answer({ id, conversation, messages, orderOutcome }: Asked): TurnAnswer {
    const turn = this.#turns.get(id);
    const number = this.answers.length + 1;
    const count = orderOutcome === undefined ? (turn?.replies.length ?? 0) + 3 : 1;
    const about = orderOutcome === undefined ? "" : `, order ${orderOutcome.status}`;
    const lines = Array.from({ length: count }, (_, index) => `answer ${number}.${index} to ${id}${about}`);
    const wantsPerson = id.endsWith(".7");
    this.answers.push({
      number,
      turn: id,
      conversation: conversation.key,
      messages: messages.map((message) => message.id),
      step: this.#simulation.step(),
      at: this.#simulation.now(),
      wantsPerson,
      lines,
      orderOutcome: orderOutcome?.status,
    });
    return {
      replies: lines.map((text) => ({ kind: "text", text })),
      ...(turn?.state && { state: stateOf(id) }),
      ...(turn?.orders &&
        orderOutcome === undefined && {
          order: { kind: "place", draft: draftFor(id, conversation.phone) },
        }),
      wantsPerson,
      memory: `after ${number}`,
    };
  }
}

/** Each is another one, so that each is published. */
function stateOf(id: string): TurnAnswer["state"] {
  return { intent: "order", step: `step-${id}`, context: { [`turn-${id}`]: true }, metadata: {} };
}
