import { runOutage } from "../../local/faults/outage.ts";
import type { Terminal } from "../command-line/terminal.ts";

/** `npm run faults -- --outage`. Returns the exit status. */
export async function runOutageCommand(
  conversations: number,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const report = await runOutage(conversations);
  const { events, refusedCalls, deadLettered, damages, seconds, ok } = report;
  terminal.out(
    json
      ? `${JSON.stringify(report)}\n`
      : [
          `${conversations} conversations, ${events} events, CartaAI away for 6 hours; played in ${seconds.toFixed(1)} s\n`,
          `calls that it did not answer: ${refusedCalls}; dead letters: ${deadLettered}; damages: ${damages}\n`,
          ok
            ? "Everything is there, in order, and nobody had to do anything.\n"
            : "Not everything is as it was said.\n",
        ].join(""),
  );
  return ok ? 0 : 1;
}
