import type { ReplayDependencies } from "./dependencies.ts";
import { discard } from "./discard.ts";
import { list } from "./list.ts";
import { preview } from "./preview.ts";
import type { ReplayRequest } from "./request.ts";
import type { ReplayResult } from "./results.ts";
import { run } from "./run.ts";

/**
 * Does what a request asks for with a queue's dead letters.
 *
 * @param showContent whether lists show who wrote, and what
 */
export async function replay(
  request: ReplayRequest,
  dependencies: ReplayDependencies,
  showContent = false,
): Promise<ReplayResult> {
  switch (request.action) {
    case "list":
      return await list(request, dependencies, showContent);
    case "preview":
      return await preview(request, dependencies, showContent);
    case "run":
      return await run(request, dependencies);
    case "discard":
      return await discard(request, dependencies);
  }
}
