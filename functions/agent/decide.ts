import type { TurnAnswer, TurnMessage, TurnRequest } from "../agents/agent.ts";
import { checkAnswer } from "../agents/check-answer.ts";
import { AgentFailedError } from "../agents/errors.ts";
import type { Outcome } from "./conversation-record.ts";
import { placeOrder } from "./place-order.ts";
import type { TurnContext } from "./turn-context.ts";

/** Milliseconds that stay for sending and recording what the agent says. */
const DELIVERY_TIME = 10_000;
/** Bytes of JSON. An item of DynamoDB holds 400 kB. */
const MAX_OUTCOME = 256 * 1024;

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
    const answer = await ask(messages, context, record.memory);
    if (answer.order?.kind !== "place") return await commit(answer, linkOf(answer), context);
    turn.wanted = { answer, draft: answer.order.draft };
    await dependencies.store.save(record);
  }
  const { answer: before } = turn.wanted;
  const orderOutcome = await placeOrder(turn.wanted, context);
  const after = await ask([], context, before.memory, orderOutcome);
  if (after.order?.kind === "place") throw new AgentFailedError("wants an order as the answer to an order");
  const link = orderOutcome.status === "placed" ? orderOutcome : linkOf(after);
  await commit(joined(before, after), link, context);
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

function linkOf({ order }: TurnAnswer): Outcome["order"] {
  return order?.kind === "placed" ? order : undefined;
}

async function commit(answer: TurnAnswer, link: Outcome["order"], context: TurnContext): Promise<void> {
  const { turn, record, dependencies } = context;
  const now = dependencies.clock();
  const { replies, state, memory, wantsPerson } = answer;
  const outcome: Outcome = {
    at: now,
    replies,
    ...(state !== undefined && { state }),
    ...(wantsPerson !== undefined && { wantsPerson }),
    ...(link !== undefined && {
      order: {
        orderId: link.orderId,
        ...(link.orderNumber !== undefined && { orderNumber: link.orderNumber }),
      },
    }),
  };
  if (Buffer.byteLength(JSON.stringify(answer)) > MAX_OUTCOME)
    throw new AgentFailedError("the answer is too large");
  turn.outcome = outcome;
  if (memory === undefined) delete record.memory;
  else record.memory = memory;
  const language = state?.metadata["language"];
  if (typeof language === "string") record.language = language;
  await dependencies.store.save(record);
}
