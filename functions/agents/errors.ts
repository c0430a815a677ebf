/** The family of what can go wrong while an answer is being found. Messages never quote what a customer wrote. */
export abstract class AgentError extends Error {}

/** The model, the menu or the bot elsewhere did not answer: the turn is tried again. */
export class AgentUnavailableError extends AgentError {
  override readonly name = "AgentUnavailableError";
}

/** The same turn would fail the same way. */
export class AgentFailedError extends AgentError {
  override readonly name: string = "AgentFailedError";
}

/** More than can be read, or stored with the conversation. */
export class AnswerTooLargeError extends AgentFailedError {
  override readonly name = "AnswerTooLargeError";
}
