import type { Unseen } from "../dead-letters/backlog.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import type { Filter } from "./filter.ts";
import type { Stopped } from "./results.ts";
import { createSurvey, type Found } from "./survey.ts";

/** Letters that are read and judged together. */
export const WINDOW = 100;

/**
 * Shows all dead letters that are meant to a function, in windows, and gives them back.
 *
 * @returns what it made of them, in their order, and what could not be seen
 */
export async function surveyAll<Seen>(
  filter: Filter,
  limit: number | undefined,
  dependencies: ReplayDependencies,
  see: (window: readonly Found[]) => Promise<readonly Seen[]>,
): Promise<Unseen & { readonly found: readonly Seen[]; readonly stopped?: Stopped | undefined }> {
  const { signal, onProgress } = dependencies;
  const survey = createSurvey(dependencies, filter);
  const found: Seen[] = [];
  try {
    for (;;) {
      if (signal.aborted) return { found, stopped: "interrupted", ...(await survey.unseen()) };
      const window = await survey.next(Math.min(WINDOW, (limit ?? Number.POSITIVE_INFINITY) - found.length));
      found.push(...(await see(window)));
      onProgress({ seen: survey.seen, replayed: 0, removed: 0, waiting: 0 });
      if (survey.isExhausted) return { found, ...(await survey.unseen()) };
      if (found.length === limit) return { found, stopped: "limit", ...(await survey.unseen()) };
    }
  } finally {
    await survey.hold.release();
  }
}
