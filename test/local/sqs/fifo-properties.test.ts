import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GroupHold } from "../../../local/sqs/engine/message-groups.ts";
import { FifoPlay, group, step } from "./support/fifo-play.ts";
import { SqsBench } from "./support/sqs-bench.ts";

describe.each<[GroupHold]>([["group"], ["successors"]])("Under any schedule, a FIFO queue (%s)", (hold) => {
  it("does at every step what it has to, and loses nothing", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
        const play = new FifoPlay(hold);
        for (const each of steps) play.step(each);
        const expected = play.left;
        expect(play.drain().sort()).toEqual([...expected].sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe("Several consumers of a FIFO queue", () => {
  const schedule = fc.record({
    messages: fc.array(group, { minLength: 1, maxLength: 60 }),
    turns: fc.array(
      fc.record({ consumer: fc.nat(3), fails: fc.boolean(), maximum: fc.integer({ min: 1, max: 10 }) }),
      {
        maxLength: 40,
      },
    ),
  });

  it("never hold a group together, and each group is done in order, however often they fail", () => {
    fc.assert(
      fc.property(schedule, ({ messages, turns }) => {
        const bench = new SqsBench();
        const queue = bench.fifo("orders");
        for (const [index, name] of messages.entries()) bench.send(queue, name, `${index}`);
        const held = new Map<number, ReturnType<typeof bench.receive>>();
        const done = new Map<string, number[]>();
        const finish = (consumer: number, fails: boolean) => {
          for (const message of held.get(consumer) ?? []) {
            const name = message.Attributes?.MessageGroupId ?? "";
            if (fails) bench.changeVisibility(queue, message, 0);
            else {
              done.set(name, [...(done.get(name) ?? []), Number(message.Body)]);
              bench.remove(queue, [message]);
            }
          }
          held.delete(consumer);
        };
        const take = (consumer: number, maximum: number) => {
          const batch = bench.receive(queue, { MaxNumberOfMessages: maximum });
          held.set(consumer, batch);
          const groups = [...held.values()].map(
            (batch) => new Set(batch.map(({ Attributes }) => Attributes?.MessageGroupId)),
          );
          for (const name of new Set(messages)) {
            expect(groups.filter((names) => names.has(name)).length).toBeLessThanOrEqual(1);
          }
          return batch.length;
        };
        for (const { consumer, fails, maximum } of turns) {
          if (held.has(consumer)) finish(consumer, fails);
          else take(consumer, maximum);
        }
        for (const consumer of [...held.keys()]) finish(consumer, false);
        while (take(0, 10) > 0) finish(0, false);

        const expected = Map.groupBy(messages.keys(), (index) => messages[index] ?? "");
        expect(done).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

describe("Dead letters and their redrive", () => {
  it("lose nothing, and keep the order of each group", () => {
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (names, limit) => {
          const bench = new SqsBench();
          const deadLetters = bench.fifo("orders-dlq");
          const policy = { deadLetterTargetArn: bench.arn(deadLetters), maxReceiveCount: limit };
          const queue = bench.fifo("orders", { RedrivePolicy: JSON.stringify(policy) });
          for (const [index, name] of names.entries()) bench.send(queue, name, `${index}`);
          while (bench.engine.inspect(queue).available > 0) bench.receive(queue, { VisibilityTimeout: 0 });
          expect(bench.engine.inspect(deadLetters).available).toBe(names.length);

          bench.engine.call("StartMessageMoveTask", { SourceArn: bench.arn(deadLetters) });
          const back = bench.engine.messages(queue);
          const inOrder = (name: string) =>
            back.filter(({ groupId }) => groupId === name).map(({ body }) => Number(body));
          for (const name of new Set(names)) {
            expect(inOrder(name)).toEqual([...names.keys()].filter((index) => names[index] === name));
          }
          expect(bench.engine.messages(deadLetters)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
