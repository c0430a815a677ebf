import { SYNC_QUEUE, TURNS_QUEUE } from "../../lib/resources.ts";
import { DURATIONS } from "../cost/assumptions.ts";
import { round } from "../harness/bars.ts";
import type { Bench, Effort } from "../harness/bench.ts";
import { seeded } from "../harness/seeded.ts";
import { peakTurns, QUOTAS } from "./quotas.ts";
import { type Stage, simulatePeak } from "./simulate.ts";

const RESTAURANTS = [10, 100, 1_000, 10_000, 100_000] as const;
/** Seconds: an answer that takes longer than this is not what one stack is said to carry. */
const PATIENCE = 3;
/** A customer writes about once a minute. */
const CONVERSATIONS_PER_TURN = 60;
/** Beyond this many turns a second the answer is known: the quotas say so. */
const WORTH_SIMULATING = 3_000;

const AGENT: Stage = { ...limitsOf(TURNS_QUEUE), seconds: DURATIONS.agent / 1000 };
const SYNC: Stage = { ...limitsOf(SYNC_QUEUE), seconds: DURATIONS.sync / 1000 };

export const capacity: Bench = {
  key: "capacity",
  title: "What one stack carries",
  about:
    "A simulation of the two queues and their Lambdas, with the concurrency and batch sizes of lib/resources.ts and the durations of bench/cost/assumptions.ts: messages arrive at random moments, a conversation is in one invocation at a time, invocations take what is ready. [capacity.md](capacity.md) says what follows from it.",
  measure,
};

async function measure(effort: Effort) {
  const seconds = effort.pick(60, 2);
  const play = (turns: number) =>
    simulatePeak(
      { turns, conversations: Math.ceil(turns * CONVERSATIONS_PER_TURN), seconds },
      AGENT,
      SYNC,
      seeded(),
    );
  const peaks = RESTAURANTS.map((restaurants) => {
    const turns = peakTurns(restaurants);
    return {
      restaurants,
      turns: round(turns),
      ...(turns <= WORTH_SIMULATING && { waits: rounded(play(turns)) }),
    };
  });
  const most = mostTurns(play, effort.pick(20, 200));
  return {
    figures: {
      peaks,
      mostTurnsASecond: most,
      quotas: QUOTAS.map(({ name, limit, perTurn }) => ({ name, turnsASecond: Math.round(limit / perTurn) })),
    },
    bars: [],
    tables: [
      {
        headings: [
          "restaurants",
          "turns a second at the peak",
          "answer p50, s",
          "answer p99, s",
          "mirror p99, s",
        ],
        rows: peaks.map(({ restaurants, turns, waits }) => [
          restaurants,
          turns,
          ...(waits ? [waits.answerP50, waits.answerP99, waits.mirrorP99] : ["beyond one stack", "", ""]),
        ]),
      },
      {
        headings: ["limit", "reached at turns a second", "then"],
        rows: [
          [
            `our own settings: an answer within ${PATIENCE} s`,
            most,
            "more invocations at once (lib/resources.ts)",
          ],
          ...QUOTAS.map(({ name, limit, perTurn, remedy }) => [name, Math.round(limit / perTurn), remedy]),
        ],
      },
    ],
    charts: [
      {
        name: "capacity",
        title: "Turns a second at which a limit is reached",
        unit: "",
        values: [
          { label: "our own settings", value: most, ours: true },
          ...QUOTAS.map(({ name, limit, perTurn }) => ({
            label: name.split(":")[0] ?? name,
            value: Math.round(limit / perTurn),
            ours: false,
          })),
        ],
      },
    ],
  };
}

/** The most turns a second that are answered in time, in steps. */
function mostTurns(play: (turns: number) => ReturnType<typeof simulatePeak>, step: number): number {
  let most = 0;
  while (most < WORTH_SIMULATING && isInTime(play(most + step))) most += step;
  return most;
}

/** What waits at the end may be as much as is under way when nothing is wrong. */
function isInTime({ answerP99, mirrorP99 }: ReturnType<typeof simulatePeak>): boolean {
  return answerP99 <= PATIENCE && mirrorP99 <= PATIENCE;
}

function limitsOf({ consumer: { maxConcurrency, batchSize } }: typeof SYNC_QUEUE) {
  return { concurrency: maxConcurrency, batch: batchSize };
}

function rounded(waits: ReturnType<typeof simulatePeak>) {
  const { answerP50, answerP99, mirrorP99, waiting } = waits;
  return { answerP50: round(answerP50), answerP99: round(answerP99), mirrorP99: round(mirrorP99), waiting };
}
