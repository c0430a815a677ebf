import type { Message } from "@aws-sdk/client-sqs";
import { type Letter, readLetters } from "../../../functions/dead-letters/letter.ts";
import { QUEUE_KINDS } from "../../../functions/dead-letters/queue-kinds.ts";
import { createContainer } from "../../../functions/replay/container.ts";
import { parseReplayRequest } from "../../../functions/replay/request.ts";
import type { System } from "../../runtime/system.ts";
import type { MessageView } from "../../sqs/engine/inspection.ts";
import type {
  DeadLetter,
  DiscardAnswer,
  DiscardRequest,
  PreviewAnswer,
  QueueName,
  ReplayAnswer,
} from "../api.ts";
import { isoTime, type Memory } from "../watch/memory.ts";
import { causeOf, readBody } from "../watch/queue-messages.ts";

interface Chosen {
  readonly ids?: readonly string[] | undefined;
  readonly force: boolean;
}

/** A queue's dead letters: looked at without receiving them; everything else is done by `npm run replay`'s own code. */
export interface DeadLetterDesk {
  list(queue: QueueName): readonly DeadLetter[];
  preview(queue: QueueName, chosen: Chosen): Promise<PreviewAnswer>;
  replay(queue: QueueName, chosen: Chosen): Promise<ReplayAnswer>;
  discard(queue: QueueName, request: DiscardRequest): Promise<DiscardAnswer>;
  stop(): void;
}

export function createDeadLetterDesk(system: System, memory: Memory): DeadLetterDesk {
  const replayer = createContainer(system.environment);
  const stopping = new AbortController();

  async function work(queue: QueueName, request: object) {
    const result = await replayer.replay(parseReplayRequest({ ...request, queue }), {
      log: (message, fields) =>
        console.log(JSON.stringify({ level: "INFO", service: "console", message, ...fields })),
      onProgress: () => undefined,
      signal: stopping.signal,
      showContent: true,
    });
    if ("failure" in result && result.failure !== undefined) throw result.failure;
    return result;
  }

  return {
    list(queue) {
      const { syncDeadLetters, turnsDeadLetters } = system.queues;
      const letters = system.queueEngine.messages(queue === "sync" ? syncDeadLetters : turnsDeadLetters);
      return letters.flatMap((view) =>
        readLetters(toMessage(view), QUEUE_KINDS[queue]).map((letter) =>
          toDeadLetter(queue, view, letter, memory),
        ),
      );
    },
    async preview(queue, { ids, force }) {
      const result = await work(queue, { action: "preview", force, ...(ids && { ids }) });
      if (result.action !== "preview") throw new TypeError(`expected a preview, got ${result.action}`);
      return {
        deadLetters: result.deadLetters.map((entry) => ({
          id: entry.id,
          would: entry.would.kind,
          replayed: entry.replayed,
          overtakes: entry.overtakes,
          record: entry,
        })),
      };
    },
    async replay(queue, { ids, force }) {
      const chosen = { force, rate: 100, wait: 0, ...(ids && { ids }) };
      const result = await work(queue, { action: "run", ...chosen });
      if (result.action !== "run") throw new TypeError(`expected a run, got ${result.action}`);
      const { summary, left } = result;
      return {
        replayed: summary.replayed,
        removed: summary.alreadyApplied + summary.superseded,
        left: left.map(({ id, why }) => ({ id, why })),
        record: result,
      };
    },
    async discard(queue, { ids, reason }) {
      const result = await work(queue, { action: "discard", ids, reason });
      if (result.action !== "discard") throw new TypeError(`expected a discard, got ${result.action}`);
      return { discarded: result.discarded.length, notFound: [...result.notFound] };
    },
    stop() {
      stopping.abort();
      replayer.close();
    },
  };
}

function toDeadLetter(
  queue: QueueName,
  view: MessageView,
  letter: Letter,
  { timelines }: Memory,
): DeadLetter {
  const body = readBody(letter.body);
  const cause = causeOf(body?.id ?? "");
  const messageId = timelines.has(cause) ? cause : undefined;
  const customerId = timelines.customerOf(cause);
  const status = Number(letter.attributes["httpStatus"]);
  return {
    id: letter.id,
    queue,
    ...(customerId !== undefined && { customerId }),
    ...(messageId !== undefined && { messageId }),
    ...(letter.event !== undefined && { type: letter.event.type }),
    class: letter.class,
    reason: letter.reason,
    ...(Number.isInteger(status) && { httpStatus: status }),
    ...(letter.attempts !== undefined && { attempts: letter.attempts }),
    deadSince: isoTime(letter.deadSince),
    ...(body?.content !== undefined && { content: body.content }),
    record: { ...view, body: body ?? letter.body },
  };
}

/** As a receive would hand it out. */
function toMessage({ messageId, body, attributes, sentAt, groupId }: MessageView): Message {
  return {
    MessageId: messageId,
    ReceiptHandle: "",
    Body: body,
    MessageAttributes: { ...attributes },
    Attributes: { SentTimestamp: String(sentAt), ...(groupId !== undefined && { MessageGroupId: groupId }) },
  };
}
