import { atLeast, atMost, round } from "../harness/bars.ts";
import type { Bench, Effort } from "../harness/bench.ts";
import { simulateOutage } from "./simulate.ts";

const HOUR = 3600;

/**
 * What counts by the second is a twentieth of 50 turns a second and 400 calls a second, so that an hour is simulated in a
 * minute; what counts by the conversation, and the number of Lambdas, is as it is.
 */
const TURNS = 2.5;
const RATE = 20;
const CONVERSATIONS = 900;

export const drain: Bench = {
  key: "drain",
  title: "After an hour without CartaAI",
  about:
    "Simulated time, the sync Lambda's own code, the SQS stand-in's engine: CartaAI is away for an hour while people go on writing, and then takes a limited number of calls a second and answers 429 to the rest. What counts by the second is a twentieth of 50 turns a second and a limit of 400 calls a second, so that the hour is simulated in a minute; each of 900 people takes ten turns an hour. What has to come out: the limit is used up until the backlog is gone, and nothing becomes a dead letter. Two rules were found with this: a 429 does not open the circuit breaker, and sends a conversation away for 15 seconds at the most.",
  measure,
};

async function measure(effort: Effort) {
  const away = effort.pick(HOUR, 60);
  const outage = {
    turns: effort.pick(TURNS, 1),
    conversations: effort.pick(CONVERSATIONS, 20),
    before: 60,
    away,
    rate: effort.pick(RATE, 10),
  };
  // A failed call is an error, and there are very many of them: where each came from is of no interest.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const recovery = await simulateOutage(outage).finally(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  const best = recovery.backlog / (outage.rate - 3 * outage.turns);
  return {
    figures: {
      outage,
      recovery: { ...recovery, used: round(recovery.used), refused: round(recovery.refused) },
    },
    bars: [
      atLeast("drain: share of the allowed rate that was used", recovery.used, 0.95),
      atMost("drain: dead letters", recovery.deadLetters, 0),
    ],
    tables: [
      {
        headings: ["", ""],
        rows: [
          ["events waiting when CartaAI came back", recovery.backlog],
          ["seconds until they were gone", recovery.drainedAfter],
          ["seconds if every event were a call, and none were refused", Math.round(best)],
          ["share of the allowed rate that was used", round(recovery.used)],
          ["429s for each call that was taken", round(recovery.refused)],
          ["dead letters", recovery.deadLetters],
        ],
      },
    ],
    charts: [],
  };
}
