import { setTimeout as pause } from "node:timers/promises";
import { readCall } from "../../local/http/call.ts";
import { listen } from "../../local/http/listen.ts";
import { send } from "../../local/http/reply.ts";
import { offer } from "../harness/process.ts";
import { type AwsRequest, createAccount } from "./account.ts";

/** SQS, DynamoDB and Secrets Manager in a process of their own, each with a constant latency. */
export interface AwsSettings {
  /** Milliseconds before a request is answered. */
  readonly latency: number;
}

const BODY_LIMIT = 20 * 1024 * 1024;

async function start({ latency }: AwsSettings) {
  const { answer, ...account } = await createAccount();
  const url = await serve(answer);
  let other: Promise<string> | undefined;

  async function serve(answerOf: typeof answer): Promise<string> {
    const listener = await listen((request, response) => {
      const gone = new AbortController();
      response.on("close", () => gone.abort());
      const reply = async () => {
        const { headers, body } = await readCall(request, BODY_LIMIT);
        const [, application = ""] = /\bapp\/(\w+)/.exec(String(headers["user-agent"])) ?? [];
        const asked: AwsRequest = {
          target: String(headers["x-amz-target"]),
          body: Buffer.from(body ?? []).toString("utf8"),
          ...{ application, host: String(headers.host), signal: gone.signal },
        };
        await pause(latency);
        send(response, await answerOf(asked));
      };
      reply().catch(() => response.destroy());
    }, 0);
    return listener.url;
  }

  return {
    ...account,
    url: () => url,
    /**
     * The URL of a second account, with queues and tables of its own. What is done there costs the same process: two systems
     * that are compared meet it equally busy.
     */
    otherUrl: () => {
      other ??= createAccount().then((second) => serve(second.answer));
      return other;
    },
  };
}
export type Aws = Awaited<ReturnType<typeof start>>;

offer(start);
