import { bearerTokenOf, type Call } from "../http/call.ts";
import type { Reply } from "../http/reply.ts";
import { ApiError, apiErrorReply } from "./api-error.ts";

type Run = () => Reply | Promise<Reply>;

/** The service's rules around every route: key, size, address, and errors in its shape. */
export function answerWithin(apiKeys: readonly string[]) {
  return async (call: Call, _operation: unknown, run: Run | undefined): Promise<Reply> => {
    try {
      if (!apiKeys.includes(bearerTokenOf(call) ?? "")) {
        throw new ApiError(401, "Incorrect API key provided", "invalid_api_key");
      }
      if (call.body === undefined) throw new ApiError(413, "Request entity too large");
      if (run === undefined) throw new ApiError(404, `Unknown request URL: ${call.method} ${call.path}`);
      return await run();
    } catch (error) {
      if (error instanceof ApiError) return apiErrorReply(error.status, error.message, error.code);
      return apiErrorReply(500, `Internal server error: ${String(error)}`);
    }
  };
}
