import { createSyncEventPublisher } from "../../functions/sync-events/publisher.ts";
import { partsOf } from "../../functions/sync-events/sequence.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { Simulation } from "../../local/faults/world/simulation.ts";
import { createQueues } from "../../local/queues/create-queues.ts";
import { SqsEngine } from "../../local/sqs/engine/sqs-engine.ts";
import { createDirectClient } from "../../local/sqs/protocol/direct-client.ts";
import { customer, outcome, said } from "../harness/events.ts";
import { seeded } from "../harness/seeded.ts";
import { LimitedCartaAI } from "./limited-cartaai.ts";
import { startMapping } from "./mapping.ts";
import { createEnvironments } from "./sync-lambdas.ts";

export interface Outage {
  /** Turns a second, before, during and after. */
  readonly turns: number;
  /** People who write in turn. */
  readonly conversations: number;
  /** Seconds. */
  readonly before: number;
  readonly away: number;
  /** Calls a second that CartaAI takes when it is back. */
  readonly rate: number;
}

export interface Recovery {
  /** Events that were waiting when CartaAI came back. */
  readonly backlog: number;
  /** Seconds from then until nothing was waiting but what had just come. */
  readonly drainedAfter: number;
  /** Of the calls that were allowed in that time. */
  readonly used: number;
  /** Calls that were answered with 429, for each that was taken. */
  readonly refused: number;
  readonly deadLetters: number;
  readonly waitingAtTheEnd: number;
}

const SECOND = 1000;
/** As much as is on its way when nothing is wrong: seconds' worth of messages. */
const ORDINARY = 5;
/** What was said, and what it came to. */
const MESSAGES_PER_TURN = 2;
/** Milliseconds from a call to its answer. */
const LATENCY = 100;
/** Seconds after the outage that are simulated at most, in outages. */
const LONGEST = 6;

/** Plays an outage, second by second, with the sync Lambda's own code. */
export async function simulateOutage(outage: Outage): Promise<Recovery> {
  const { turns, conversations, before, away, rate } = outage;
  const simulation = new Simulation();
  const start = simulation.now();
  const [awayFrom, backAt] = [start + before * SECOND, start + (before + away) * SECOND];
  const engine = new SqsEngine({ clock: simulation.now });
  const sqs = createDirectClient(engine);
  await createQueues(sqs, SYNC_QUEUE);
  const queueUrl = engine.queueUrl(SYNC_QUEUE.name);
  const deadLetterUrl = engine.queueUrl(SYNC_QUEUE.deadLetterName);
  const cartaai = new LimitedCartaAI(simulation, { latency: LATENCY, rate, awayFrom, backAt });
  const random = seeded();
  const surroundings = { simulation, sqs, queueUrl, deadLetterUrl, call: cartaai.call, random };
  startMapping(simulation, engine, queueUrl, createEnvironments(surroundings));

  const publisher = createSyncEventPublisher(sqs, queueUrl);
  const waiting = () => {
    const { available, inFlight } = engine.inspect(queueUrl);
    return available + inFlight;
  };
  let number = 0;
  const speak = () => {
    number += 1;
    // Steps through all of them in an order that looks like none.
    const person = customer((number * 7919) % conversations);
    void simulation.busy(
      publisher.publish([said(person)]).then(() => publisher.publishTogether(outcome(person))),
    );
    simulation.after(SECOND / turns, speak);
  };
  speak();

  await simulation.run(backAt);
  const backlog = engine.messages(queueUrl).reduce((sum, { body }) => sum + (partsOf(body)?.length ?? 1), 0);
  let seconds = 0;
  while (waiting() > ORDINARY * turns * MESSAGES_PER_TURN && seconds < LONGEST * away) {
    seconds += 1;
    await simulation.run(backAt + seconds * SECOND);
  }
  const taken = [...cartaai.taken.values()].reduce((sum, calls) => sum + calls, 0);
  return {
    backlog,
    drainedAfter: seconds,
    used: taken / (rate * seconds),
    refused: cartaai.refused / taken,
    deadLetters: engine.inspect(deadLetterUrl).available,
    waitingAtTheEnd: waiting(),
  };
}
