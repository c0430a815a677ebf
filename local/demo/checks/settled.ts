import type { Evidence } from "../evidence.ts";
import { type Check, check, counted } from "./check.ts";

/** Nothing is left waiting, nothing was given up, no turn either, and CartaAI has lost no write to another. */
export function checkSettled({ queues, deadLetters, overwritten }: Evidence): Check {
  const waiting = queues.waiting + queues.inFlight;
  const dead = deadLetters.waiting + deadLetters.inFlight;
  const complaints = [
    ...(waiting > 0 ? [`${counted(waiting, "message")} still in the queues`] : []),
    ...(dead > 0 ? [counted(dead, "dead letter")] : []),
    ...(overwritten > 0 ? [`${counted(overwritten, "write")} lost to another at the same time`] : []),
  ];
  return check("Everything has reached CartaAI", complaints, "queues empty, no dead letters");
}
