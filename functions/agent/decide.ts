import type { TurnAnswer, TurnMessage, TurnRequest } from "../agents/agent.ts";
import { checkAnswer } from "../agents/check-answer.ts";
import { AgentFailedError } from "../agents/errors.ts";
import { checkRoom } from "./check-room.ts";
import type { Outcome } from "./conversation-record.ts";
import { placeOrder } from "./place-order.ts";
import type { TurnContext } from "./turn-context.ts";

/** Milliseconds that stay for sending and recording what the agent says. */
const DELIVERY_TIME = 10_000;

/**
 * Asks the agent, places the order that it wants, tells it what became of that, and writes down what the turn has come
 * to. Nothing of it shows before it is written down.
 *
 * @param messages of no interest once an order is wanted: the agent has read them then
 * @throws {AgentError}
 * @throws {RestaurantUnavailableError} when it is not known yet what became of the order
 */
export async function decide(messages: readonly TurnMessage[], context: TurnContext): Promise<void> {
  const { turn, record, dependencies } = context;
  if (turn.wanted === undefined) {
    const { order, ...answer } = await ask(messages, context, record.memory);
    if (order?.kind !== "place") return await commit(answer, order, context);
    const wanted = { answer, draft: order.draft };
    checkRoom({ ...record, turn: { ...turn, wanted } });
    turn.wanted = wanted;
    await dependencies.store.save(record);
  }
  const { answer: before } = turn.wanted;
  const orderOutcome = await placeOrder(turn.wanted, context);
  const { order, ...after } = await ask([], context, before.memory, orderOutcome);
  if (order?.kind === "place") throw new AgentFailedError("wants an order as the answer to an order");
  await commit(joined(before, after), orderOutcome.status === "placed" ? orderOutcome : order, context);
}

async function ask(
  messages: readonly TurnMessage[],
  { turn, business, deadline, dependencies }: TurnContext,
  memory: string | undefined,
  orderOutcome?: TurnRequest["orderOutcome"],
): Promise<TurnAnswer> {
  const { agent } = dependencies;
  if (agent === undefined) throw new AgentFailedError("there is no agent");
  const answer = await agent.answer({
    id: turn.id,
    conversation: turn.conversation,
    business,
    messages,
    ...(memory !== undefined && { memory }),
    ...(orderOutcome !== undefined && { orderOutcome }),
    ...(turn.correlationId !== undefined && { correlationId: turn.correlationId }),
    deadline: deadline - DELIVERY_TIME,
  });
  // The compiler has seen agents at best: what they give is stored, and read back by the same schema.
  return checkAnswer(answer);
}

function joined(before: TurnAnswer, after: TurnAnswer): TurnAnswer {
  return { ...before, ...after, replies: [...before.replies, ...after.replies] };
}

async function commit(answer: TurnAnswer, link: Outcome["order"], context: TurnContext): Promise<void> {
  const { turn, record, dependencies } = context;
  const { memory } = answer;
  const outcome = outcomeOf(answer, link, dependencies.clock());
  // A wish has come true by now, or not: the outcome says which, and needs the room.
  const { wanted: _, ...begun } = turn;
  const { memory: __, ...known } = record;
  checkRoom({ ...known, turn: { ...begun, outcome }, ...(memory !== undefined && { memory }) });
  turn.outcome = outcome;
  delete turn.wanted;
  if (memory === undefined) delete record.memory;
  else record.memory = memory;
  const language = outcome.state?.metadata["language"];
  if (typeof language === "string") record.language = language;
  await dependencies.store.save(record);
}

function outcomeOf({ replies, state, wantsPerson }: TurnAnswer, link: Outcome["order"], at: number): Outcome {
  return {
    ...{ at, replies },
    ...(state !== undefined && { state }),
    ...(wantsPerson !== undefined && { wantsPerson }),
    ...(link !== undefined && {
      order: {
        orderId: link.orderId,
        ...(link.orderNumber !== undefined && { orderNumber: link.orderNumber }),
      },
    }),
  };
}
