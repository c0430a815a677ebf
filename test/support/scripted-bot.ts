import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";
import { type Listener, listen } from "../../local/http/listen.ts";
import { json, type Reply, send } from "../../local/http/reply.ts";

export const BOT_SECRET = "a-shared-secret";

const requestSchema = z.looseObject({
  version: z.number(),
  id: z.string(),
  messages: z.array(
    z.looseObject({ id: z.string(), content: z.string(), input: z.looseObject({ kind: z.string() }) }),
  ),
  memory: z.optional(z.string()),
  orderOutcome: z.optional(z.looseObject({ status: z.string() })),
});
/** What a bot is asked, as far as scripts look at it. */
export type Asked = z.infer<typeof requestSchema>;

/** What it answers: an answer's JSON, or any HTTP reply. */
export type Script = (asked: Asked) => object | Promise<object>;

/** A bot as somebody else would have it: an HTTP server that checks the signature (docs/agent-http.md). */
export interface ScriptedBot extends Listener {
  /** Every request that was properly signed, in order. */
  asked(): readonly Asked[];
  headers(): readonly IncomingMessage["headers"][];
  plays(script: Script): void;
}

/** Repeats what it was told. */
export const echo: Script = ({ messages }) => ({
  replies: [{ kind: "text", text: `You said: ${messages.map(({ content }) => content).join(" / ")}` }],
});

export async function startBot(): Promise<ScriptedBot> {
  const asked: Asked[] = [];
  const headers: IncomingMessage["headers"][] = [];
  let script = echo;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (!isSigned(request, body)) return send(response, json(401, { error: "not signed" }));
    const question = requestSchema.parse(JSON.parse(body));
    asked.push(question);
    headers.push(request.headers);
    const answer = await script(question);
    send(response, isReply(answer) ? answer : json(200, answer));
  }

  const listener = await listen(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
    0,
    "127.0.0.1",
  );
  return {
    ...listener,
    asked: () => asked,
    headers: () => headers,
    plays: (next) => {
      script = next;
    },
  };
}

function isSigned({ headers }: IncomingMessage, body: string): boolean {
  const digest = createHmac("sha256", BOT_SECRET)
    .update(`${headers["x-bridge-timestamp"]}.${body}`)
    .digest("hex");
  return headers["x-bridge-signature"] === `sha256=${digest}`;
}

function isReply(answer: object): answer is Reply {
  return "status" in answer && "headers" in answer;
}
