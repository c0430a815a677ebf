import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { type Call, jsonOf } from "../http/call.ts";
import { explainedParse } from "../http/explained-parse.ts";
import { json } from "../http/reply.ts";
import { type Route, route } from "../http/routes.ts";
import { ApiError } from "./api-error.ts";
import { type ChatRequest, chatSchema } from "./chat-schema.ts";
import type { ModelsOperation } from "./operations.ts";
import { readUpload, type Upload } from "./read-upload.ts";
import type { Script, ScriptedAnswer } from "./script.ts";

/** A request that was understood, as it came. */
export type ReceivedRequest =
  | { readonly operation: "chat"; readonly body: unknown }
  | ({ readonly operation: "transcribe"; readonly bytes: number } & Omit<Upload, "file">);

/** @param script the one that is being played at the time of a call */
export function modelsRoutes(
  script: () => Script,
  received: (request: ReceivedRequest) => void,
  now: () => number,
): Route<ModelsOperation>[] {
  return [
    route("chat", "POST", "/v1/chat/completions", (call) => {
      const request = parseChat(call);
      received({ operation: "chat", body: jsonOf(call) });
      return json(200, completion(request, script().answer(request), now()));
    }),
    route("transcribe", "POST", "/v1/audio/transcriptions", async (call) => {
      const { file, ...fields } = await readUpload(call);
      received({ operation: "transcribe", bytes: file.length, ...fields });
      return json(200, { text: script().transcribe(file) });
    }),
    route("listModels", "GET", "/v1/models", () => json(200, { object: "list", data: [] })),
  ];
}

/** @throws {ApiError} */
function parseChat(call: Call): ChatRequest {
  const parsed = explainedParse(chatSchema, jsonOf(call));
  if (!parsed.success) throw new ApiError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function completion({ model }: ChatRequest, { text, toolCalls = [] }: ScriptedAnswer, now: number) {
  const calls = toolCalls.map(({ name, arguments: given }) => ({
    id: `call_${randomUUID()}`,
    type: "function",
    function: { name, arguments: typeof given === "string" ? given : JSON.stringify(given) },
  }));
  const message = {
    role: "assistant",
    content: text ?? null,
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: "chat.completion",
    created: Math.floor(now / 1000),
    model,
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? "tool_calls" : "stop", logprobs: null }],
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  };
}
