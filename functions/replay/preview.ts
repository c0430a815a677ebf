import { appliedSince } from "./applied-since.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import { toEntry } from "./entry.ts";
import { createFilter } from "./filter.ts";
import { judge } from "./judge.ts";
import type { RequestFor } from "./request.ts";
import { countBy, type PreviewResult } from "./results.ts";
import { surveyAll } from "./survey-all.ts";

/** Says for each dead letter what a run would do with it; changes nothing. */
export async function preview(
  request: RequestFor<"preview">,
  dependencies: ReplayDependencies,
  showContent: boolean,
): Promise<PreviewResult> {
  const { records, clock } = dependencies;
  const sending = new Set<string>();
  const staying = new Map<string, number>();
  const filter = createFilter(request, records, clock());
  const { found, ...seen } = await surveyAll(filter, request.limit, dependencies, async (window) => {
    const judged = await judge(
      window.map(({ letter }) => letter),
      { force: request.force, sending },
      dependencies,
    );
    return judged.map((each, index) => {
      const { letter, verdict, isReplayed } = each;
      const { groupId } = letter;
      const overtakes = (window[index]?.passedOver ?? 0) + (staying.get(groupId) ?? 0);
      if (stays(verdict.kind, isReplayed)) staying.set(groupId, (staying.get(groupId) ?? 0) + 1);
      return {
        ...toEntry(letter, showContent),
        ...{ would: verdict, replayed: isReplayed, overtakes },
        appliedSince: appliedSince(each),
      };
    });
  });
  const would = countBy(found, ({ would: { kind } }) => kind);
  return { action: "preview", deadLetters: found, summary: { found: found.length, would, ...seen } };
}

const REMOVED = new Set(["already-applied", "superseded", "copy"]);

function stays(kind: string, isReplayed: boolean): boolean {
  return !isReplayed && !REMOVED.has(kind);
}
