import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";

export interface Request {
  /** `SendMessageBatch`, or `POST /api/v1/…` */
  readonly call: string;
  readonly headers: IncomingMessage["headers"];
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON was sent; the assertions say what it should be
  readonly body: any;
}

export interface StandIns extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Request[];
}

type Answer = (request: Request) => unknown;

const batchSchema = z.looseObject({
  Entries: z.array(z.object({ Id: z.string(), MessageBody: z.string() })),
});

/** What the services answer when nothing is stored in them and everything goes well. */
const DEFAULT_ANSWERS: Readonly<Record<string, Answer>> = {
  GetItem: () => ({}),
  PutItem: () => ({}),
  BatchGetItem: () => ({ Responses: {}, UnprocessedKeys: {} }),
  BatchWriteItem: () => ({ UnprocessedItems: {} }),
  ChangeMessageVisibilityBatch: () => ({ Successful: [], Failed: [] }),
  SendMessageBatch: ({ body }) => ({
    Successful: batchSchema.parse(body).Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      // The SDK compares it with what it sent.
      MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
    })),
    Failed: [],
  }),
};

/**
 * SQS, DynamoDB, Secrets Manager and CartaAI behind one address, reduced to given answers by call; a call that has no
 * answer is a 404. Records every request.
 */
export async function startStandIns(answers: Readonly<Record<string, Answer>>): Promise<StandIns> {
  const known = { ...DEFAULT_ANSWERS, ...answers };
  const requests: Request[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    requests.push(request);
    const answer = known[request.call]?.(request);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { type: "3", message: "not found", data: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const { headers, method, url = "/" } = incoming;
  const target = headers["x-amz-target"];
  const body = await text(incoming);
  return {
    call: typeof target === "string" ? (target.split(".").at(-1) ?? "") : `${method} ${url.split("?")[0]}`,
    headers,
    body: body === "" ? undefined : JSON.parse(body),
  };
}
