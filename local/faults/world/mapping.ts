import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { partsOf } from "../../../functions/sync-events/sequence.ts";
import type { QueueSettings } from "../../../lib/resources.ts";
import { queueArn } from "../../queues/create-queues.ts";
import { LOCAL_ACCOUNT } from "../../runtime/aws-account.ts";
import { handledMessages } from "../../runtime/batch-response.ts";
import { toSqsEvent } from "../../runtime/sqs-event.ts";
import type { SqsEngine } from "../../sqs/engine/sqs-engine.ts";
import type { FaultInjector } from "./fault-injector.ts";
import type { LambdaPool } from "./lambda-pool.ts";
import type { Simulation } from "./simulation.ts";

/** Milliseconds until the pollers notice a message; what comes in between comes in the same batch. */
const NOTICE = 40;

/** Told of each event that comes out of the queue; `sentAt` in epoch milliseconds. */
type OnReceived = (eventId: string, sequence: string, sentAt: number) => void;

/**
 * Lambda's event source mapping in simulated time: receives batches, has them handled, deletes what was. A process that
 * died handles nothing; its messages come back when their visibility timeout ends.
 */
export class Mapping {
  readonly #settings: QueueSettings;
  readonly #engine: SqsEngine;
  readonly #queueUrl: string;
  readonly #lambda: LambdaPool<SQSEvent, SQSBatchResponse>;
  readonly #simulation: Simulation;
  readonly #faults: FaultInjector;
  readonly #onReceived: OnReceived;
  readonly #events = new Map<string, readonly string[]>();
  /** SQS's ids of what became a dead letter by a fault. */
  readonly moved = new Set<string>();
  #underWay = 0;
  #wake: { readonly at: number; readonly callOff: () => void } | undefined;

  constructor(
    settings: QueueSettings,
    engine: SqsEngine,
    lambda: LambdaPool<SQSEvent, SQSBatchResponse>,
    simulation: Simulation,
    faults: FaultInjector,
    onReceived: OnReceived,
  ) {
    const queueUrl = engine.queueUrl(settings.name);
    this.#settings = settings;
    this.#onReceived = onReceived;
    this.#engine = engine;
    this.#queueUrl = queueUrl;
    this.#lambda = lambda;
    this.#simulation = simulation;
    this.#faults = faults;
    engine.onChange(queueUrl, () => this.#wakeAt(simulation.now() + NOTICE));
  }

  #wakeAt(at: number): void {
    if (this.#wake !== undefined && this.#wake.at <= at) return;
    this.#wake?.callOff();
    const callOff = this.#simulation.after(at - this.#simulation.now(), () => {
      this.#wake = undefined;
      this.#poll();
    });
    this.#wake = { at, callOff };
  }

  #poll(): void {
    const { name, consumer } = this.#settings;
    const source = { queueArn: queueArn(name), region: LOCAL_ACCOUNT.region };
    while (this.#underWay < consumer.maxConcurrency) {
      const { Messages = [] } = this.#engine.perform("ReceiveMessage", {
        QueueUrl: this.#queueUrl,
        MaxNumberOfMessages: consumer.batchSize,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      if (Messages.length === 0) break;
      this.#underWay += 1;
      void this.#handle(toSqsEvent(Messages, source));
    }
    const next = this.#engine.nextVisibleAt(this.#queueUrl);
    if (next !== undefined) this.#wakeAt(Math.max(next, this.#simulation.now() + NOTICE));
  }

  async #handle(event: SQSEvent): Promise<void> {
    this.#simulation.tell(
      () => `batch: ${event.Records.map((record) => this.#idsOf(record).join("+")).join(", ")}`,
    );
    for (const record of event.Records) {
      const { SequenceNumber = "", SentTimestamp } = record.attributes;
      for (const [place, id] of this.#idsOf(record).entries()) {
        this.#onReceived(id, `${SequenceNumber}.${String(place).padStart(4, "0")}`, Number(SentTimestamp));
      }
    }
    try {
      const answer = await this.#lambda.invoke(event);
      this.#simulation.tell(() => `batch done, ${answer.batchItemFailures.length} handed back`);
      this.#delete(event, answer);
    } catch {
      // Nothing was handled, as far as Lambda knows.
    }
    this.#underWay -= 1;
    this.#wakeAt(this.#simulation.now() + NOTICE);
  }

  #delete({ Records: records }: SQSEvent, answer: SQSBatchResponse): void {
    const handled = new Set(
      handledMessages(
        answer,
        records.map(({ messageId }) => messageId),
      ),
    );
    const entries = records
      .filter(({ messageId }) => handled.has(messageId))
      .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
    if (entries.length === 0) return;
    const fault = this.#faults.next("mapping");
    if (fault !== undefined) this.#faults.struck(fault);
    if (fault?.kind === "sqs-moved") this.#move(records);
    // They come again: to Lambda's consumers SQS is at least once, FIFO or not.
    if (fault !== undefined) return;
    this.#engine.perform("DeleteMessageBatch", { QueueUrl: this.#queueUrl, Entries: entries });
  }

  /** What SQS does by itself after too many receives, whatever has become of the events in the meantime. */
  #move(records: readonly SQSRecord[]): void {
    this.#simulation.tell(
      () => `SQS moves ${records.map((record) => this.#idsOf(record).join("+")).join(", ")}`,
    );
    for (const { body, attributes, messageId, messageAttributes, receiptHandle } of records) {
      const { MessageId: letter = "" } = this.#engine.perform("SendMessage", {
        QueueUrl: this.#engine.queueUrl(this.#settings.deadLetterName),
        MessageBody: body,
        MessageGroupId: attributes.MessageGroupId ?? "",
        MessageDeduplicationId: messageId,
        MessageAttributes: Object.fromEntries(
          Object.entries(messageAttributes).map(([name, { stringValue: StringValue }]) => [
            name,
            { DataType: "String", StringValue },
          ]),
        ),
      });
      this.moved.add(letter);
      this.#engine.perform("DeleteMessage", { QueueUrl: this.#queueUrl, ReceiptHandle: receiptHandle });
    }
  }

  /** The ids of the events in a record. Most come several times. */
  #idsOf({ messageId, body }: SQSRecord): readonly string[] {
    const known = this.#events.get(messageId);
    if (known !== undefined) return known;
    const ids = (partsOf(body) ?? [{ body }]).map((part) => String(JSON.parse(part.body).id));
    this.#events.set(messageId, ids);
    return ids;
  }
}
