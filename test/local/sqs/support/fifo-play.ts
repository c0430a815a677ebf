import fc from "fast-check";
import { expect } from "vitest";
import type { GroupHold } from "../../../../local/sqs/engine/message-groups.ts";
import { FifoModel } from "./fifo-model.ts";
import { refusalOf, SqsBench } from "./sqs-bench.ts";

/** Something that may happen to a queue. `which` chooses among the receipt handles that were given out. */
export type Step =
  | { do: "send"; group: string; deduplicationId: string }
  | { do: "receive"; maximum: number; seconds: number }
  | { do: "delete"; which: number }
  | { do: "release"; which: number }
  | { do: "extend"; which: number; seconds: number }
  | { do: "expire"; group: string }
  | { do: "pass"; seconds: number };

export const group = fc.constantFrom("ana", "ben", "eva");
const which = fc.nat();
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("send"), group, deduplicationId: fc.nat(40).map(String) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("receive"),
      maximum: fc.integer({ min: 1, max: 10 }),
      seconds: fc.nat(30),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("delete"), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("release"), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("extend"), which, seconds: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire"), group }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass"), seconds: fc.oneof(fc.nat(20), fc.constant(150)) }),
  },
) as fc.Arbitrary<Step>;

/** Plays steps against the engine and the model at once, and compares what they say after each. */
export class FifoPlay {
  readonly #bench: SqsBench;
  readonly #queue: string;
  readonly #model: FifoModel;
  /** Every receipt handle that was ever given out. */
  readonly #handles: string[] = [];
  #sent = 0;

  constructor(hold: GroupHold) {
    this.#bench = new SqsBench({ groupHold: hold });
    this.#queue = this.#bench.fifo("orders");
    this.#model = new FifoModel(hold);
  }

  step(step: Step): void {
    const { now } = this.#bench;
    if (step.do === "send") {
      const body = `message-${this.#sent++}`;
      this.#bench.send(this.#queue, step.group, body, { MessageDeduplicationId: step.deduplicationId });
      this.#model.send(step.group, body, step.deduplicationId, now);
    } else if (step.do === "receive") this.receive(step.maximum, step.seconds);
    else if (step.do === "delete") this.#delete(this.#handles[step.which % this.#handles.length]);
    else if (step.do === "release") this.#change(this.#handles[step.which % this.#handles.length], 0);
    else if (step.do === "extend")
      this.#change(this.#handles[step.which % this.#handles.length], step.seconds);
    else if (step.do === "expire") this.#expire(step.group);
    else this.#bench.pass(step.seconds);
    expect(this.#bench.engine.messages(this.#queue).map(({ body }) => body)).toEqual(this.#model.bodies());
  }

  /** A batch is, for each of its groups, the beginning of what may be received of it; it is as full as can be. */
  receive(maximum: number, seconds: number): number {
    const { now } = this.#bench;
    const before = new Map(this.#model.groups().map((name) => [name, this.#model.visible(name, now)]));
    const batch = this.#bench.receive(this.#queue, {
      MaxNumberOfMessages: maximum,
      VisibilityTimeout: seconds,
    });
    const received = Map.groupBy(batch, ({ Attributes }) => Attributes?.MessageGroupId ?? "");
    for (const [name, messages] of received) {
      const bodies = messages.map(({ Body }) => Body);
      expect(bodies).toEqual(before.get(name)?.slice(0, bodies.length));
    }
    const visible = [...before.values()].flat().length;
    expect(batch).toHaveLength(Math.min(maximum, visible));
    for (const { Body = "", ReceiptHandle = "" } of batch) {
      this.#handles.push(ReceiptHandle);
      this.#model.received(Body, ReceiptHandle, now + seconds * 1000);
    }
    return batch.length;
  }

  /** Receives and deletes what is left, as a consumer without faults would. */
  drain(): string[] {
    this.#bench.pass(3600);
    const drained: string[] = [];
    for (;;) {
      const batch = this.#bench.receive(this.#queue);
      if (batch.length === 0) return drained;
      drained.push(...batch.map(({ Body = "" }) => Body));
      this.#bench.remove(this.#queue, batch);
    }
  }

  get left(): string[] {
    return this.#model.bodies();
  }

  #delete(handle: string | undefined): void {
    if (handle === undefined) return;
    const known = this.#model.bodies().length;
    const inFlight = this.#model.isInFlight(handle, this.#bench.now);
    const refusal = refusalOf(() => this.#bench.remove(this.#queue, [{ ReceiptHandle: handle }]));
    if (refusal === undefined) this.#model.delete(handle, this.#bench.now);
    else expect(inFlight).toBe(false);
    // A handle that is not refused either deletes its message, or belongs to one that is gone.
    if (inFlight) expect(this.#model.bodies()).toHaveLength(known - 1);
  }

  #change(handle: string | undefined, seconds: number): void {
    if (handle === undefined) return;
    const inFlight = this.#model.isInFlight(handle, this.#bench.now);
    const refusal = refusalOf(() =>
      this.#bench.changeVisibility(this.#queue, { ReceiptHandle: handle }, seconds),
    );
    expect(refusal === undefined).toBe(inFlight);
    if (inFlight) this.#model.hide(handle, this.#bench.now + seconds * 1000);
  }

  #expire(name: string): void {
    const chosen = this.#bench.engine
      .messages(this.#queue)
      .filter(({ groupId, state }) => groupId === name && state === "inFlight");
    expect(this.#bench.engine.expireVisibility(this.#queue, ({ groupId }) => groupId === name)).toBe(
      chosen.length,
    );
    for (const handle of this.#handles) {
      const isOfGroup = chosen.some(({ messageId }) => handle.endsWith(messageId));
      if (isOfGroup && this.#model.isInFlight(handle, this.#bench.now))
        this.#model.hide(handle, this.#bench.now);
    }
  }
}
