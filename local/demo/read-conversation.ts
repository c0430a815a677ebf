import * as z from "zod/mini";
import type { ShownConversation } from "./evidence.ts";

export interface CartaAIAccess {
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
}

const answerSchema = z.object({
  data: z.object({
    sessionId: z.string(),
    userId: z.string(),
    subDomain: z.string(),
    context: z.looseObject({
      previousMessages: z.array(z.object({ role: z.string(), content: z.string(), timestamp: z.string() })),
    }),
  }),
});

/**
 * Asks CartaAI's API for a person's conversation, as anybody else would: not through the client that is being shown.
 *
 * @throws when CartaAI answers anything but a conversation or "there is none"
 */
export async function readConversation(
  userId: string,
  subDomain: string,
  { url, apiKey }: CartaAIAccess,
): Promise<ShownConversation | undefined> {
  const query = new URLSearchParams({ subDomain });
  const response = await fetch(`${url}/api/v1/conversations/user/${encodeURIComponent(userId)}?${query}`, {
    headers: { "x-service-api-key": apiKey },
  });
  const answer: unknown = await response.json();
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`CartaAI answered ${response.status} to a reading`);
  const { context, ...conversation } = answerSchema.parse(answer).data;
  const { previousMessages: messages, ...rest } = context;
  return { ...conversation, context: rest, messages };
}
