import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { SQSClient } from "@aws-sdk/client-sqs";
import { listen } from "../../local/http/listen.ts";
import { clientSettings } from "../../local/runtime/aws-account.ts";

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageGroupId: string;
}

/** What becomes of a message that is offered for the nth time, counted from 1. */
export type Script = (message: { readonly groupId: string; readonly body: string }, time: number) => Verdict;

/** "refuse": among the `Failed` of an answer; "omit": neither there nor among the `Successful`; "break": the connection breaks and nothing of its batch is taken. */
export type Verdict = "accept" | "refuse" | "omit" | "break";

export interface ScriptedSqs {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** The bodies that were accepted, in order. */
  readonly accepted: { readonly groupId: string; readonly body: string }[];
  /** The bodies of each SendMessageBatch, in order. */
  readonly requests: string[][];
  /** Starts over with another script. */
  play(script: Script): void;
  stop(): Promise<void>;
}

/** An SQS that knows SendMessageBatch alone and refuses what the script says, as the real one may at any time. */
export async function startScriptedSqs(): Promise<ScriptedSqs> {
  const accepted: { groupId: string; body: string }[] = [];
  const requests: string[][] = [];
  const times = new Map<string, number>();
  let script: Script = () => "accept";

  function judge(entry: Entry) {
    const message = { groupId: entry.MessageGroupId, body: entry.MessageBody };
    const time = (times.get(message.body) ?? 0) + 1;
    times.set(message.body, time);
    return { id: entry.Id, message, verdict: script(message, time) };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The SDK sends it, so it has SQS's shape.
    const { Entries: entries } = (await json(request)) as { readonly Entries: readonly Entry[] };
    requests.push(entries.map(({ MessageBody }) => MessageBody));
    const judged = entries.map(judge);
    if (judged.some(({ verdict }) => verdict === "break")) return void response.destroy();
    const taken = judged.filter(({ verdict }) => verdict === "accept");
    const refused = judged.filter(({ verdict }) => verdict === "refuse");
    accepted.push(...taken.map(({ message }) => message));
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(
      JSON.stringify({
        Successful: taken.map(({ id, message }) => ({
          Id: id,
          MessageId: `message-${id}`,
          MD5OfMessageBody: hash("md5", message.body),
        })),
        Failed: refused.map(({ id }) => ({ Id: id, Code: "InternalError", SenderFault: false })),
      }),
    );
  }

  const { url: endpoint, stop } = await listen(
    (request, response) => void serve(request, response),
    0,
    "127.0.0.1",
  );
  // One attempt: what the SDK repeats by itself would hide what is repeated here.
  const client = new SQSClient({ ...clientSettings(endpoint), maxAttempts: 1 });
  return {
    client,
    queueUrl: `${endpoint}/000000000000/scripted.fifo`,
    accepted,
    requests,
    play(next) {
      script = next;
      accepted.length = 0;
      requests.length = 0;
      times.clear();
    },
    stop() {
      client.destroy();
      return stop();
    },
  };
}
