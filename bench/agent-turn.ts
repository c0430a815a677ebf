import { CHECKPOINTS_TABLE } from "../lib/resources.ts";
import { atMost, round } from "./harness/bars.ts";
import type { Bench, Effort } from "./harness/bench.ts";
import { customer, turnBatchOf, typed } from "./harness/events.ts";
import { handleBatch } from "./harness/lambdas.ts";
import { median } from "./harness/statistics.ts";
import { environmentOf, type Surroundings, within } from "./harness/surroundings.ts";

/** What a customer goes on writing: the menu, a product into the cart, the cart, and everything out again. */
const TEXTS = ["hola", "menú", "quiero 2 lomo saltado", "carrito", "vaciar carrito"] as const;

/** Turns of one conversation after which it is looked at, and the turns around them that the time is taken from. */
const MOMENTS = [10, 100, 500] as const;
const WINDOW = 2 * TEXTS.length;

export const agentTurn: Bench = {
  key: "agentTurn",
  title: "A turn of the bot",
  about:
    "Our own time in a turn without a model: the agent's deployed bundle, with WhatsApp, CartaAI, SQS and DynamoDB answering at once, from other processes; what they take for that is counted as ours. Then the same conversation goes on for 500 turns: the checkpoint is what LangGraph's saver writes to DynamoDB at the end of a turn.",
  measure: (effort) => within((surroundings) => measure(surroundings, effort)),
};

interface Moment {
  /** Milliseconds, median. */
  readonly turn: number;
  /** Of the checkpoint, as it is stored. */
  readonly bytes: number;
}

async function measure(surroundings: Surroundings, effort: Effort) {
  const moments = MOMENTS.map((turns) => effort.pick(turns, Math.ceil(turns / 100)));
  const [aws, cartaai, whatsapp] = await Promise.all([
    surroundings.aws(0),
    surroundings.cartaai(0),
    surroundings.whatsapp({ latency: 0 }),
  ]);
  const urls = { aws: await aws.url(), cartaai: await cartaai.url(), whatsapp: await whatsapp.url() };
  const environment = environmentOf(urls);
  const agent = await surroundings.lambda("functions/agent/handler.ts", { environment });
  const take = (person: number, turn: number) => {
    const text = TEXTS[turn % TEXTS.length] ?? "hola";
    return handleBatch(agent, turnBatchOf([typed(customer(person), text)]));
  };
  // Compiled by then, as it is on a Lambda that is in use.
  for (let turn = 0; turn < effort.pick(150, 2); turn++) await take(1000 + Math.floor(turn / 10), turn);

  const people = effort.pick(3, 1);
  const times = new Map<number, number[]>();
  const sizes = new Map<number, number>();
  for (let turn = 1; turn <= (moments.at(-1) ?? 1); turn++) {
    for (let person = 0; person < people; person++)
      times.set(turn, [...(times.get(turn) ?? []), await take(person, turn)]);
    if (moments.includes(turn)) sizes.set(turn, (await aws.lastWritten(CHECKPOINTS_TABLE.name)) ?? 0);
  }
  if ((await whatsapp.sent()) === 0) throw new Error("nobody was answered");
  const at = (turns: number): Moment => ({
    turn: round(median(timesAround(times, turns))),
    bytes: sizes.get(turns) ?? 0,
  });
  return present(
    moments.map((turns) => [turns, at(turns)] as const),
    median([...times.values()].flat()),
  );
}

/** As many turns of each kind on both sides of every comparison. */
function timesAround(times: ReadonlyMap<number, readonly number[]>, turns: number): number[] {
  const first = Math.max(1, turns - WINDOW + 1);
  return [...times].filter(([turn]) => turn >= first && turn < first + WINDOW).flatMap(([, each]) => each);
}

function present(moments: readonly (readonly [number, Moment])[], turn: number) {
  const [, first] = moments[0] ?? [];
  const [, last] = moments.at(-1) ?? [];
  if (first === undefined || last === undefined) throw new RangeError("no moments");
  const growth = last.turn / first.turn;
  return {
    figures: { median: round(turn), after: Object.fromEntries(moments), growth: round(growth) },
    bars: [
      atMost("agentTurn: our own time, median, ms", turn, 50),
      atMost("agentTurn: the 500th turn against the 10th", growth, 1.5),
    ],
    tables: [
      {
        headings: ["turns of one conversation", "a turn, ms", "checkpoint, bytes"],
        rows: moments.map(([turns, moment]) => [turns, moment.turn, moment.bytes]),
      },
    ],
    charts: [
      {
        name: "agent-turn",
        title: "A turn of a conversation that goes on",
        unit: "ms",
        values: moments.map(([turns, moment]) => ({
          label: `the ${turns}th turn`,
          value: moment.turn,
          ours: true,
        })),
      },
    ],
  };
}
