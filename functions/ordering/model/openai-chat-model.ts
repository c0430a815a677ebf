import type OpenAI from "openai";
import * as z from "zod/mini";
import { ModelUnavailableError } from "../../models/errors.ts";
import type { AskModel } from "../../models/model-client.ts";
import type { ChatMessage, ChatModel } from "./chat-model.ts";

/** Tokens of an answer: two sentences and a few tool calls. */
const MOST_TOKENS = 600;

const toolCallSchema = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z._default(z.string(), "") }),
});

/** What compatible services agree on. */
const answerSchema = z.object({
  choices: z.tuple(
    [
      z.object({
        message: z.object({
          content: z.nullish(z.string()),
          tool_calls: z.nullish(z.array(toolCallSchema)),
        }),
      }),
    ],
    z.unknown(),
  ),
});

/**
 * A chat model behind the chat completions of any OpenAI-compatible service.
 *
 * @param model as the service calls it
 */
export function createOpenAIChatModel(ask: AskModel, model: string): ChatModel {
  return {
    async complete({ messages, tools, deadline }) {
      const answer: unknown = await ask(
        "chat",
        (openai, options) =>
          openai.chat.completions.create(
            {
              model,
              messages: messages.map(toParameter),
              tools: tools.map((tool) => ({ type: "function", function: { ...tool } })),
              temperature: 0,
              max_completion_tokens: MOST_TOKENS,
            },
            options,
          ),
        { deadline },
      );
      const parsed = z.safeParse(answerSchema, answer);
      if (!parsed.success) throw new ModelUnavailableError("the answer is no step of a dialogue");
      const { content, tool_calls: calls } = parsed.data.choices[0].message;
      return {
        text: content ?? "",
        toolCalls: (calls ?? []).map(({ id, function: { name, arguments: input } }) => ({
          ...{ id, name },
          arguments: input,
        })),
      };
    },
  };
}

function toParameter(message: ChatMessage): OpenAI.ChatCompletionMessageParam {
  if (message.role === "tool") {
    return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
  }
  if (message.role !== "assistant") return message;
  const { content, toolCalls = [] } = message;
  if (toolCalls.length === 0) return { role: "assistant", content };
  return {
    role: "assistant",
    content: content === "" ? null : content,
    tool_calls: toolCalls.map(({ id, name, arguments: input }) => ({
      id,
      type: "function",
      function: { name, arguments: input },
    })),
  };
}
