import { randomUUID } from "node:crypto";
import type {
  Agent,
  OrderOutcome,
  TurnAnswer,
  TurnMessage,
  TurnRequest,
} from "../../../functions/agents/agent.ts";
import { turnAnswerSchema } from "../../../functions/agents/agent.ts";
import type { Business } from "../../../functions/businesses/business.ts";
import { createTelemetry } from "../../../functions/observability/telemetry.ts";
import type { ChatModel } from "../../../functions/ordering/model/chat-model.ts";
import { createOrderingAgent } from "../../../functions/ordering/ordering-agent.ts";
import type { Option, Reply } from "../../../functions/replies/reply.ts";
import { type OrderDraft, orderDraftSchema } from "../../../functions/restaurant/order.ts";
import type { Conversation } from "../../../functions/sync-events/contract.ts";
import { CHECKPOINTS_TABLE } from "../../../lib/resources.ts";
import type { Tables } from "../../../local/tables/start-tables.ts";
import { LA_TERRAZA, newConversation } from "../../support/conversations.ts";
import type { MemoryRestaurant } from "./memory-catalogue.ts";

type Input = TurnMessage["input"];

export interface ChatOptions {
  readonly tables: Tables;
  readonly restaurant: MemoryRestaurant;
  readonly model?: ChatModel;
  readonly conversation?: Conversation;
  readonly business?: Business;
}

export const say = (text: string): Input => ({ kind: "text", text });

/** A customer, and the agent at its front door; orders that it wants placed are placed at once, as the Lambda would. */
export class Chat {
  readonly drafts: OrderDraft[] = [];
  readonly conversation: Conversation;
  readonly agent: Agent;
  memory: string | undefined;
  last: TurnAnswer = { replies: [] };
  /** What becomes of the next orders. */
  outcome: "placed" | "refused" = "placed";
  readonly #restaurant: MemoryRestaurant;
  readonly #business: Business;

  constructor({
    tables,
    restaurant,
    model,
    conversation = newConversation({ displayName: "Ana" }),
    business = LA_TERRAZA,
  }: ChatOptions) {
    this.conversation = conversation;
    this.#restaurant = restaurant;
    this.#business = business;
    this.agent = createOrderingAgent({
      dynamodb: tables.client,
      tableName: CHECKPOINTS_TABLE.name,
      catalogue: restaurant.catalogue,
      orders: restaurant.orders,
      telemetry: createTelemetry("test"),
      ...(model && { model }),
    });
  }

  request(inputs: readonly Input[], over: Partial<TurnRequest> = {}): TurnRequest {
    return {
      id: `wamid.${randomUUID()}`,
      conversation: this.conversation,
      business: this.#business,
      messages: inputs.map((input) => ({ id: `wamid.${randomUUID()}`, content: contentOf(input), input })),
      ...(this.memory !== undefined && { memory: this.memory }),
      deadline: Date.now() + 60_000,
      ...over,
    };
  }

  /** One turn; what it answers is committed. */
  async send(...inputs: Input[]): Promise<TurnAnswer> {
    await this.#commit(this.request(inputs));
    if (this.last.order?.kind !== "place") return this.last;
    const draft = orderDraftSchema.parse(this.last.order.draft);
    this.drafts.push(draft);
    return await this.#commit(this.request([], { orderOutcome: this.#place() }));
  }

  async says(...texts: string[]): Promise<TurnAnswer> {
    return await this.send(...texts.map(say));
  }

  /** Taps the option with this title; it has to be on the screen. */
  async taps(title: string): Promise<TurnAnswer> {
    const option = this.options.find((one) => one.title === title);
    if (option === undefined) {
      throw new Error(`no "${title}" among ${this.options.map((one) => one.title).join(", ")}`);
    }
    return await this.tapsId(option.id, title);
  }

  async tapsId(id: string, title = ""): Promise<TurnAnswer> {
    return await this.send({ kind: "choice", id, title });
  }

  async shares(latitude: number, longitude: number): Promise<TurnAnswer> {
    return await this.send({ kind: "location", location: { latitude, longitude } });
  }

  /** The same conversation from here on, in a world of its own. */
  continuedAt(restaurant: MemoryRestaurant, tables: Tables): Chat {
    const chat = new Chat({ tables, restaurant, conversation: this.conversation });
    chat.memory = this.memory;
    chat.last = this.last;
    return chat;
  }

  get options(): Option[] {
    return this.last.replies.flatMap(optionsOf);
  }

  get titles(): string[] {
    return this.options.map(({ title }) => title);
  }

  get text(): string {
    return this.last.replies.map((reply) => (reply.kind === "image" ? "" : reply.text)).join("\n");
  }

  get step(): string | undefined {
    return this.last.state?.step;
  }

  get context(): Readonly<Record<string, unknown>> {
    return this.last.state?.context ?? {};
  }

  async #commit(request: TurnRequest): Promise<TurnAnswer> {
    this.last = turnAnswerSchema.parse(await this.agent.answer(request));
    this.memory = this.last.memory;
    return this.last;
  }

  #place(): OrderOutcome {
    if (this.outcome === "refused") return { status: "refused" };
    const order = { orderId: `order-${this.drafts.length}`, orderNumber: `LT-${this.drafts.length}` };
    this.#restaurant.placed.set(order.orderId, { ...order, status: "preparing" });
    return { status: "placed", ...order };
  }
}

export function optionsOf(reply: Reply): readonly Option[] {
  if (reply.kind === "buttons") return reply.buttons;
  return reply.kind === "list" ? reply.sections.flatMap(({ rows }) => rows) : [];
}

function contentOf(input: Input): string {
  if (input.kind === "text") return input.text;
  return input.kind === "choice" ? `[Button] ${input.title}` : `[${input.kind}]`;
}
