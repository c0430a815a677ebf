import type { ServerResponse } from "node:http";
import type { Answer } from "./behaviour.ts";
import { type Reply, send, sendTruncated } from "./reply.ts";

/**
 * Answers a call, or leaves it unanswered.
 *
 * @param own the API's answer, if the call was carried out
 * @returns the status that was sent, if one was
 */
export function deliver(
  response: ServerResponse,
  answer: Answer,
  own: Reply | undefined,
): number | undefined {
  if (response.destroyed || answer === "never") return undefined;
  if (answer === "drop") {
    response.destroy();
    return undefined;
  }
  const reply = typeof answer === "string" ? own : answer;
  if (reply === undefined) throw new Error("a call that was not carried out has no answer of its own");
  if (answer === "truncated") sendTruncated(response, reply);
  else send(response, reply);
  return reply.status;
}
