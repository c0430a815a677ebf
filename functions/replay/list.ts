import type { ReplayDependencies } from "./dependencies.ts";
import { toEntry } from "./entry.ts";
import { createFilter } from "./filter.ts";
import type { RequestFor } from "./request.ts";
import { countBy, type ListResult } from "./results.ts";
import { surveyAll } from "./survey-all.ts";

/** Shows dead letters; changes nothing. */
export async function list(
  request: RequestFor<"list">,
  dependencies: ReplayDependencies,
  showContent: boolean,
): Promise<ListResult> {
  const filter = createFilter(request, dependencies.records, dependencies.clock());
  const { found, ...seen } = await surveyAll(filter, request.limit, dependencies, async (letters) =>
    letters.map(({ letter }) => toEntry(letter, showContent)),
  );
  const byReason = countBy(found, ({ reason }) => reason);
  return { action: "list", deadLetters: found, summary: { found: found.length, byReason, ...seen } };
}
