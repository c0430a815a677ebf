import { bearerTokenOf, type Call } from "../http/call.ts";
import type { Reply } from "../http/reply.ts";
import { GraphError, graphErrorReply } from "./graph-error.ts";

type Run = () => Reply | Promise<Reply>;

/** The Graph API's rules around every route: token, size, address, and errors in its shape. */
export function answerWithin(isKnown: (token: string) => boolean) {
  return async (call: Call, _operation: unknown, run: Run | undefined): Promise<Reply> => {
    try {
      if (!isKnown(bearerTokenOf(call) ?? "")) throw new GraphError(190);
      if (call.body === undefined)
        throw new GraphError(100, { details: "The request is too large", status: 413 });
      if (run === undefined) throw new GraphError(100, { details: `Unsupported ${call.method} request` });
      return await run();
    } catch (error) {
      if (error instanceof GraphError) return graphErrorReply(error.code, error.details);
      return graphErrorReply(1, { details: String(error) });
    }
  };
}
