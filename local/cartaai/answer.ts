import type { Call } from "../http/call.ts";
import type { Reply } from "../http/reply.ts";
import { type AccessRules, authorise } from "./authentication.ts";
import { failure, Refusal } from "./envelope.ts";
import type { CartaAIOperation } from "./operations.ts";

type Run = () => Reply | Promise<Reply>;

/** CartaAI's rules around every route: body limit, key, address, and errors in its envelope. */
export function answerWithin(rules: AccessRules) {
  return async (
    call: Call,
    operation: CartaAIOperation | undefined,
    run: Run | undefined,
  ): Promise<Reply> => {
    try {
      if (call.body === undefined) throw new Refusal(413, "request entity too large");
      authorise(call, rules);
      if (run === undefined) throw new Refusal(404, `Cannot ${call.method} ${call.path}`);
      return await run();
    } catch (error) {
      if (error instanceof Refusal) return failure(operation, error.status, error.message);
      return failure(operation, 500, `Internal server error: ${String(error)}`);
    }
  };
}
