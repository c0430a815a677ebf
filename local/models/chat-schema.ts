import * as z from "zod/mini";

const partSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("image_url"),
    image_url: z.object({
      url: z
        .string()
        .check(z.regex(/^(https?:|data:image\/[a-z+]+;base64,)/, "expected an address or a data URL")),
    }),
  }),
]);

const contentSchema = z.union([z.string(), z.array(partSchema).check(z.minLength(1))]);

const toolCallSchema = z.object({
  id: z.string(),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const messageSchema = z.discriminatedUnion("role", [
  z.object({ role: z.enum(["system", "developer", "user"]), content: contentSchema }),
  z.object({
    role: z.literal("assistant"),
    content: z.optional(z.nullable(contentSchema)),
    tool_calls: z.optional(z.array(toolCallSchema)),
  }),
  z.object({ role: z.literal("tool"), tool_call_id: z.string(), content: contentSchema }),
]);
export type ChatMessage = z.output<typeof messageSchema>;

/** What is asked of a chat model, as far as the stand-in looks at it (OpenAI: "Create chat completion"). */
export const chatSchema = z.object({
  model: z.string().check(z.minLength(1)),
  messages: z.array(messageSchema).check(z.minLength(1)),
  tools: z.optional(
    z.array(
      z.object({
        type: z.literal("function"),
        function: z.looseObject({ name: z.string().check(z.regex(/^[a-zA-Z0-9_-]{1,64}$/)) }),
      }),
    ),
  ),
  stream: z.optional(z.nullable(z.literal(false, "the stand-in does not stream"))),
});
export type ChatRequest = z.output<typeof chatSchema>;

/** The text of a message, without its images. */
export function textOf({ content }: ChatMessage): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

export function hasImage({ content }: ChatMessage): boolean {
  return Array.isArray(content) && content.some(({ type }) => type === "image_url");
}

/** The tool whose result is the last message; undefined when that is something else. */
export function lastToolOf({ messages }: ChatRequest): string | undefined {
  const last = messages.at(-1);
  if (last?.role !== "tool") return undefined;
  const calls = messages.flatMap((message) =>
    message.role === "assistant" ? (message.tool_calls ?? []) : [],
  );
  return calls.findLast(({ id }) => id === last.tool_call_id)?.function.name;
}
