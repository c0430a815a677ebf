import { createContainer, type Replayed } from "../../functions/replay/container.ts";
import { guardUsage } from "../command-line/guard-usage.ts";
import type { Terminal } from "../command-line/terminal.ts";
import { type CommandLine, parseCommandLine } from "./command-line.ts";
import { describeList, describePreview } from "./describe-entries.ts";
import { describeDiscard, describeRun } from "./describe-summary.ts";
import { explainFailure } from "./explain-failure.ts";
import { HELP } from "./help.ts";
import { progressLines } from "./progress-lines.ts";
import { createRecord } from "./record.ts";
import type { Environment } from "./target.ts";

type Work = Exclude<CommandLine, { readonly command: "help" }>;

/**
 * `npm run replay`. Returns the exit status; see `HELP`.
 *
 * @param signal aborted to stop after what is under way
 */
export function replayDeadLetters(
  argv: readonly string[],
  environment: Environment,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  return guardUsage(HELP, terminal, async () => {
    const commandLine = parseCommandLine(argv, environment);
    if (commandLine.command !== "help") return await workOn(commandLine, terminal, signal);
    terminal.out(HELP);
    return 0;
  });
}

async function workOn(work: Work, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const replayer = createContainer(work.environment);
  const record = createRecord(terminal, work.environment["REPLAY_LOG"]);
  try {
    const result = await replayer.replay(work.request, {
      log: record.log,
      onProgress: progressLines(terminal.error),
      signal,
      showContent: work.showContent,
    });
    const { failure, ...answer } = { failure: undefined, ...result };
    terminal.out(work.json ? `${JSON.stringify(answer, null, 2)}\n` : describe(result, work.showContent));
    if (failure !== undefined) terminal.error(`${explainFailure(failure)}\n`);
    return isDone(result) ? 0 : 1;
  } catch (error) {
    terminal.error(`${explainFailure(error)}\n`);
    return 1;
  } finally {
    record.end();
    replayer.close();
  }
}

function describe(result: Replayed, showContent: boolean): string {
  switch (result.action) {
    case "list":
      return describeList(result, showContent);
    case "preview":
      return describePreview(result, showContent);
    case "run":
      return describeRun(result);
    case "discard":
      return describeDiscard(result);
  }
}

/** Whether nothing is left that was meant, or may have been: what could not be seen may have been meant too. */
function isDone(result: Replayed): boolean {
  if (result.action === "list" || result.action === "preview")
    return result.summary.stopped !== "interrupted";
  const { hidden, elsewhere, stopped } = result.summary;
  if (hidden + elsewhere > 0 || stopped !== undefined) return false;
  if (result.action === "discard") return result.notFound.length === 0;
  return result.left.length === 0 && (result.summary.outcome?.waiting ?? 0) === 0;
}
