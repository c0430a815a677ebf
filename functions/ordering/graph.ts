import { END, START, StateGraph } from "@langchain/langgraph/web";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { TurnAnswer, TurnRequest } from "../agents/agent.ts";
import type { Reply } from "../replies/reply.ts";
import { totalsOf } from "../restaurant/pricing.ts";
import { act, type Understanding } from "./act.ts";
import type { Action } from "./actions.ts";
import { toConversationState } from "./conversation-state.ts";
import { settle } from "./flow/confirm.ts";
import { createFlow } from "./flow/create-flow.ts";
import { zoneOf } from "./flow/destination.ts";
import type { Flow, Surroundings } from "./flow/flow.ts";
import { listen } from "./listen.ts";
import { render } from "./screens/render.ts";
import { type OrderingState, orderingState, type SpokenMessage } from "./state.ts";
import type { Language } from "./texts/languages.ts";
import { detectLanguage } from "./words/language.ts";

export interface TurnGraphOptions extends Understanding {
  readonly request: TurnRequest;
  readonly surroundings: Surroundings;
  /** What the customer is spoken to in until they have written something. */
  readonly language: Language;
  readonly saver: BaseCheckpointSaver;
}

/** Characters of a message that are remembered. */
const REMEMBERED = 400;

/**
 * The conversation as a graph. One for each turn: what belongs to the turn alone (who is asked, what is replied) is in the
 * closure and never saved; what is in the state is all that the next turn knows.
 *
 *     START ─► listen ─► act ─► respond ─► END
 *        └───► settle ────┘            (what became of an order)
 */
export function createTurnGraph(options: TurnGraphOptions) {
  const { request, surroundings } = options;
  let flow: Flow | undefined;
  let actions: readonly Action[] = [];
  let answer: TurnAnswer = { replies: [] };

  const flowOf = (state: OrderingState): Flow => {
    flow ??= createFlow(surroundings, { ...state }, state.language ?? options.language);
    return flow;
  };

  const graph = new StateGraph(orderingState)
    .addNode("listen", (state) => {
      actions = listen(request.messages);
      return heard(state, request);
    })
    .addNode("settle", (state) => {
      const current = flowOf(state);
      if (request.orderOutcome !== undefined) settle(current, request.orderOutcome);
      actions = state.deferred;
      current.state.deferred = [];
      return {};
    })
    .addNode("act", async (state) => {
      flow = await act(flowOf(state), actions, options, request.orderOutcome === undefined);
      return changes(state, flow.state);
    })
    .addNode("respond", async (state) => {
      const current = flowOf(state);
      const replies = await render(current);
      answer = await toAnswer(current, replies);
      return { messages: replies.map(asSpoken) };
    })
    .addConditionalEdges(START, () => (request.orderOutcome === undefined ? "listen" : "settle"), [
      "listen",
      "settle",
    ])
    .addEdge("listen", "act")
    .addEdge("settle", "act")
    .addEdge("act", "respond")
    .addEdge("respond", END)
    .compile({ checkpointer: options.saver });

  return { graph, answer: () => answer };
}

/** What the customer said, and what is known of who they are. */
function heard(state: OrderingState, { conversation, messages }: TurnRequest) {
  const texts = messages.flatMap(({ input }) => (input.kind === "text" ? [input.text] : []));
  const language = detectLanguage(texts.join("\n"), state.language);
  const last = messages.at(-1)?.content;
  return {
    messages: messages.map(({ content }): SpokenMessage => ({ role: "user", content: cut(content) })),
    ...(language !== undefined && { language }),
    ...(last !== undefined && { last_user_message: last.slice(0, 1000) }),
    ...(conversation.phone !== undefined && { customer_phone: conversation.phone }),
    ...(state.customer_name === "" && {
      customer_name: (conversation.displayName ?? "").trim().slice(0, 80),
    }),
  };
}

/** Only what changed, so that LangGraph counts no version up without reason; messages have a reducer of their own. */
function changes(before: OrderingState, { messages: _, ...after }: OrderingState): Partial<OrderingState> {
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => known.get(name) !== value));
}

async function toAnswer(flow: Flow, replies: Reply[]): Promise<TurnAnswer> {
  const { state, draft, wantsPerson } = flow;
  const total = state.cart.length === 0 ? 0 : totalsOf(state.cart, await zoneOf(flow)).total;
  return {
    replies,
    state: toConversationState(state, total),
    ...(draft !== undefined && { order: { kind: "place", draft } }),
    ...(wantsPerson !== undefined && { wantsPerson }),
  };
}

function asSpoken(reply: Reply): SpokenMessage {
  return { role: "bot", content: cut(reply.kind === "image" ? (reply.caption ?? "[Image]") : reply.text) };
}

function cut(text: string): string {
  return text.length > REMEMBERED ? `${text.slice(0, REMEMBERED)}…` : text;
}
