import middy from "@middy/core";
import { LAMBDA_FRAME } from "../configuration/lambda-frame.ts";
import { flushTelemetry } from "../observability/flush-telemetry.ts";
import type { Telemetry } from "../observability/telemetry.ts";
import type { Replayed, Replayer } from "./container.ts";
import { parseReplayRequest, type ReplayRequest } from "./request.ts";

export interface HandlerDependencies {
  readonly replayer: Replayer;
  readonly telemetry: Telemetry;
}

/** Milliseconds of an invocation that are kept back for ending in order. */
const CLOSING_TIME = 20_000;
/** Entries: Lambda's answer may have 6 MB. */
const MOST_LISTED = 5_000;

/** The replay Lambda: its event is a request of `npm run replay`, its answer what `--json` prints, without content. */
export function createHandler({ replayer, telemetry }: HandlerDependencies) {
  return middy<unknown, Omit<Replayed, "failure">>(LAMBDA_FRAME)
    .use(flushTelemetry(telemetry))
    .handler(async (event, context) => {
      const request = bounded(parseReplayRequest(event));
      const { failure, ...answer } = {
        failure: undefined,
        ...(await replayer.replay(request, {
          log: telemetry.info,
          onProgress: () => undefined,
          signal: AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - CLOSING_TIME)),
        })),
      };
      note(answer, telemetry);
      if (failure !== undefined) throw failure;
      return answer;
    });
}

function bounded(request: ReplayRequest): ReplayRequest {
  if (request.action !== "list" && request.action !== "preview") return request;
  return { ...request, limit: Math.min(request.limit ?? MOST_LISTED, MOST_LISTED) };
}

/** Who looks at the logs later sees that there was a replay, and what it did. */
function note(answer: Replayed, telemetry: Telemetry): void {
  if (answer.action === "run") {
    const { replayed, alreadyApplied, superseded, stopped } = answer.summary;
    telemetry.info("Sent dead letters back", {
      ...{ replayed, alreadyApplied, superseded, stopped },
      left: answer.left.length,
    });
    telemetry.count("EventsReplayed", replayed);
  }
  if (answer.action === "discard") telemetry.count("EventsDiscarded", answer.discarded.length);
}
