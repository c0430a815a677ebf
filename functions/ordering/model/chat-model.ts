/** What the conversation needs of a language model: the next step of a dialogue with tools. */
export interface ChatModel {
  /** @throws {ModelError} of `functions/models` */
  complete(request: ChatRequest): Promise<ChatAnswer>;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ToolDescription[];
  /** Epoch milliseconds by which the answer has to be there. */
  readonly deadline: number;
}

export type ChatMessage =
  | { readonly role: "system" | "user"; readonly content: string }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: "tool"; readonly toolCallId: string; readonly content: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON, as the model wrote it: not checked yet. */
  readonly arguments: string;
}

export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  /** JSON Schema. */
  readonly parameters: Record<string, unknown>;
}

export interface ChatAnswer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
}
