import type { Unseen } from "../dead-letters/backlog.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import type { Entry } from "./entry.ts";
import type { Filter } from "./filter.ts";
import type { Stopped } from "./results.ts";
import { createSurvey, type Found } from "./survey.ts";

/** Letters that are read and judged together. */
export const WINDOW = 100;

/** What could be seen, and what could not. */
interface Surveyed<Shown extends Entry> extends Unseen {
  readonly found: readonly Shown[];
  readonly stopped?: Stopped | undefined;
}

/**
 * Shows all dead letters that are meant to a function, in windows, and gives them back.
 *
 * @param show makes of each what is shown of it, in their order
 * @returns what it made of them, in their order, and what could not be seen
 */
export async function surveyAll<Shown extends Entry>(
  filter: Filter,
  limit: number | undefined,
  dependencies: ReplayDependencies,
  show: (window: readonly Found[]) => Promise<readonly Shown[]>,
): Promise<Surveyed<Shown>> {
  const { signal, onProgress } = dependencies;
  const survey = createSurvey(dependencies, filter);
  const found: Shown[] = [];
  const groupIds: string[] = [];
  async function end(stopped?: Stopped): Promise<Surveyed<Shown>> {
    const unseen = await survey.unseen();
    const crowded = unseen.crowded > 0 ? survey.hold.fullGroups() : new Set<string>();
    return { found: markLast(found, groupIds, crowded), stopped, ...unseen };
  }
  try {
    for (;;) {
      if (signal.aborted) return await end("interrupted");
      const window = await survey.next(Math.min(WINDOW, (limit ?? Number.POSITIVE_INFINITY) - found.length));
      found.push(...(await show(window)));
      groupIds.push(...window.map(({ letter }) => letter.groupId));
      onProgress({ seen: survey.seen, replayed: 0, removed: 0, waiting: 0 });
      if (survey.isExhausted) return await end();
      if (found.length === limit) return await end("limit");
    }
  } finally {
    await survey.hold.release();
  }
}

/** The last that is shown of each crowded group says that there may be more behind it. */
function markLast<Shown extends Entry>(
  found: readonly Shown[],
  groupIds: readonly string[],
  crowded: ReadonlySet<string>,
): Shown[] {
  const last = new Set([...crowded].map((groupId) => groupIds.lastIndexOf(groupId)));
  return found.map((entry, index) => (last.has(index) ? { ...entry, hidesMore: true } : entry));
}
