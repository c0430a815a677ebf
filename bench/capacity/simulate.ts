import { DeadlineHeap } from "../../local/sqs/engine/deadline-heap.ts";

/** A queue and the Lambda behind it, as `lib/resources.ts` has them. */
export interface Stage {
  /** Invocations at once. */
  readonly concurrency: number;
  /** Messages in one invocation. */
  readonly batch: number;
  /** Seconds that an invocation takes, whatever it holds: conversations run side by side in it. */
  readonly seconds: number;
}

export interface Load {
  /** Turns a second; people write when they like. */
  readonly turns: number;
  readonly conversations: number;
  /** Seconds that are simulated. */
  readonly seconds: number;
}

export interface Waits {
  /** Seconds from a message to its answer. */
  readonly answerP50: number;
  readonly answerP99: number;
  /** Seconds from a message to its place in CartaAI. */
  readonly mirrorP99: number;
  /** Left in the queues at the end: grows without end when they are overloaded. */
  readonly waiting: number;
}

/** The groups of a FIFO queue and the invocations that take them up: a group is in one invocation at a time. */
class Station {
  readonly #stage: Stage;
  readonly #agenda: DeadlineHeap<() => void>;
  readonly #onDone: (group: number, sentAt: number, now: number) => void;
  /** When the messages of a group were sent, by group; the groups that nobody has taken, in order. */
  readonly #messages = new Map<number, number[]>();
  readonly #ready = new Set<number>();
  readonly #busy = new Set<number>();
  #underWay = 0;
  waiting = 0;

  constructor(
    stage: Stage,
    agenda: DeadlineHeap<() => void>,
    onDone: (group: number, sentAt: number, now: number) => void,
  ) {
    this.#stage = stage;
    this.#agenda = agenda;
    this.#onDone = onDone;
  }

  send(group: number, now: number): void {
    this.waiting += 1;
    const sent = this.#messages.get(group) ?? [];
    this.#messages.set(group, [...sent, now]);
    if (!this.#busy.has(group)) this.#ready.add(group);
    this.#poll(now);
  }

  #poll(now: number): void {
    while (this.#underWay < this.#stage.concurrency && this.#ready.size > 0) {
      const groups = [...this.#ready].slice(0, this.#stage.batch);
      const taken = groups.map((group) => [group, this.#messages.get(group) ?? []] as const);
      for (const group of groups) {
        this.#ready.delete(group);
        this.#busy.add(group);
        this.#messages.delete(group);
      }
      this.#underWay += 1;
      this.#agenda.add(now + this.#stage.seconds, () => this.#end(taken, now + this.#stage.seconds));
    }
  }

  #end(taken: readonly (readonly [number, readonly number[]])[], now: number): void {
    this.#underWay -= 1;
    for (const [group, sent] of taken) {
      this.#busy.delete(group);
      this.waiting -= sent.length;
      if (this.#messages.has(group)) this.#ready.add(group);
      for (const sentAt of sent) this.#onDone(group, sentAt, now);
    }
    this.#poll(now);
  }
}

/** Plays a peak: messages arrive at random moments, are answered, and mirrored, by as many Lambdas as there may be. */
export function simulatePeak(load: Load, agent: Stage, sync: Stage, random: () => number): Waits {
  const agenda = new DeadlineHeap<() => void>();
  const answers: number[] = [];
  const mirrors: number[] = [];
  const mirror = new Station(sync, agenda, (_, sentAt, now) => mirrors.push(now - sentAt));
  const turns = new Station(agent, agenda, (group, sentAt, now) => {
    answers.push(now - sentAt);
    mirror.send(group, now);
  });
  const arrive = (now: number) => {
    const group = Math.floor(random() * load.conversations);
    turns.send(group, now);
    mirror.send(group, now);
    const next = now - Math.log(1 - random()) / load.turns;
    if (next < load.seconds) agenda.add(next, () => arrive(next));
  };
  agenda.add(0, () => arrive(0));
  for (let due = agenda.first; due !== undefined && due.at < load.seconds; due = agenda.first) {
    agenda.remove(due);
    due.item();
  }
  return {
    answerP50: share(answers, 0.5),
    answerP99: share(answers, 0.99),
    mirrorP99: share(mirrors, 0.99),
    waiting: turns.waiting + mirror.waiting,
  };
}

function share(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * part)] ?? Number.POSITIVE_INFINITY;
}
