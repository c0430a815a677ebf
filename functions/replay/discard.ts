import type { Letter } from "../dead-letters/letter.ts";
import type { ReplayDependencies } from "./dependencies.ts";
import { logFieldsOf, toEntry } from "./entry.ts";
import { isNamed } from "./filter.ts";
import type { RequestFor } from "./request.ts";
import type { DiscardResult } from "./results.ts";
import { createSurvey } from "./survey.ts";
import { WINDOW } from "./survey-all.ts";

/** Deletes the dead letters with these ids for good, and logs each with the reason that was given. */
export async function discard(
  { ids, reason }: RequestFor<"discard">,
  dependencies: ReplayDependencies,
): Promise<DiscardResult> {
  const { log, signal, onProgress } = dependencies;
  const survey = createSurvey(dependencies, async (letters) =>
    letters.filter((letter) => isNamed(letter, ids)),
  );
  const discarded: Letter[] = [];
  try {
    // To the end also when each id was found: an event may have several dead letters.
    for (;;) {
      const found = await survey.next(WINDOW);
      await survey.hold.keep();
      const held = found.map(({ letter }) => letter).filter((letter) => survey.hold.has(letter));
      for (const letter of await survey.hold.remove(held)) {
        discarded.push(letter);
        log("Discarded a dead letter", { ...logFieldsOf(letter), discardedBecause: reason });
      }
      onProgress({ seen: survey.seen, replayed: 0, removed: discarded.length, waiting: 0 });
      if (found.length === 0 || signal.aborted) break;
    }
    return {
      action: "discard",
      discarded: discarded.map((letter) => toEntry(letter)),
      notFound: ids.filter((id) => !discarded.some((letter) => isNamed(letter, [id]))),
      summary: { ...(await survey.unseen()), stopped: signal.aborted ? "interrupted" : undefined },
    };
  } finally {
    await survey.hold.release();
  }
}
