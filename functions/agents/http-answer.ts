import { readBoundedText } from "../http/read-bounded.ts";
import type { TurnAnswer } from "./agent.ts";
import { checkAnswer } from "./check-answer.ts";
import { AgentFailedError, AgentUnavailableError, AnswerTooLargeError } from "./errors.ts";

/** Bytes. More than any answer to one turn; what a conversation has room for is seen when it is written down. */
const MAX_ANSWER = 256 * 1024;

/** Worth trying again. 401 and 403 too: a person may mend the secret while the customer waits. */
const RETRYABLE = new Set([401, 403, 408, 425, 429]);

/**
 * What the bot answered. Errors name the fields that are wrong, never what they hold.
 *
 * @throws {AgentError}
 */
export async function readAnswer(response: Response): Promise<TurnAnswer> {
  const { status } = response;
  if (status >= 500 || RETRYABLE.has(status)) {
    await response.body?.cancel();
    throw new AgentUnavailableError(`answered ${status}`);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new AgentFailedError(`answered ${status}`);
  }
  return checkAnswer(parseJson(await readText(response)));
}

async function readText(response: Response): Promise<string> {
  const text = await readBoundedText(response, MAX_ANSWER);
  if (text === undefined) throw new AnswerTooLargeError(`the answer is larger than ${MAX_ANSWER} bytes`);
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No cause: V8 quotes the text it could not parse.
    throw new AgentFailedError("the answer is not JSON");
  }
}
