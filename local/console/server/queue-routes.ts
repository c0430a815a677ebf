import { json } from "../../http/reply.ts";
import { route } from "../../http/routes.ts";
import { discardRequestSchema, type QueueName, queueNameSchema, replayRequestSchema } from "../api.ts";
import type { ConsoleDependencies } from "./dependencies.ts";
import { bodyOf, found } from "./problem.ts";
import { viewQueues } from "./queues-view.ts";
import type { ConsoleRoute } from "./routes.ts";

/** Queues, and what became a dead letter. */
export function queueRoutes({ system, watch, deadLetters }: ConsoleDependencies): ConsoleRoute[] {
  return [
    route("console", "GET", "/console/queues", () => json(200, viewQueues(system, watch.memory))),
    route("console", "GET", "/console/queues/{name}/dead-letters", ({ parameters }) =>
      json(200, { deadLetters: deadLetters.list(queueIn(parameters.name)) }),
    ),
    route("console", "POST", "/console/queues/{name}/preview", async (call) => {
      const request = bodyOf(replayRequestSchema, call);
      return json(200, await deadLetters.preview(queueIn(call.parameters.name), request));
    }),
    route("console", "POST", "/console/queues/{name}/replay", async (call) => {
      const request = bodyOf(replayRequestSchema, call);
      return json(200, await deadLetters.replay(queueIn(call.parameters.name), request));
    }),
    route("console", "POST", "/console/queues/{name}/discard", async (call) => {
      const request = bodyOf(discardRequestSchema, call);
      return json(200, await deadLetters.discard(queueIn(call.parameters.name), request));
    }),
  ];
}

function queueIn(name: string): QueueName {
  const parsed = queueNameSchema.safeParse(name);
  return found(parsed.success ? parsed.data : undefined, "queue");
}
