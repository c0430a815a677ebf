import * as z from "zod/mini";
import { type TurnAnswer, turnAnswerSchema } from "./agent.ts";
import { AgentFailedError } from "./errors.ts";

/** Enough to see what is wrong with an answer of whatever length. */
const NAMED_FIELDS = 10;

/**
 * An answer as everything after it relies on it. What it holds besides is left out.
 *
 * @throws {AgentFailedError} naming the fields that are wrong, never what they hold
 */
export function checkAnswer(answer: unknown): TurnAnswer {
  const parsed = z.safeParse(turnAnswerSchema, answer);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.map(String).join(".") || "answer");
  const named = [...new Set(fields)].slice(0, NAMED_FIELDS).join(", ");
  throw new AgentFailedError(`the answer is not usable; wrong: ${named}`, { cause: parsed.error });
}
