import { expect } from "vitest";
import type { CapturedLogs } from "./capture-logs.ts";
import type { PersonalData } from "./personal-data.ts";

/** Fails when anything that was sent in can be seen in what was printed. To be asked last, when all has been printed. */
export function expectNothingPersonal({ logs, personal }: { logs: CapturedLogs; personal: PersonalData }) {
  expect(personal.size).toBeGreaterThan(0);
  expect(logs.entries()).not.toEqual([]);
  expect(personal.seenIn(logs.text())).toEqual([]);
}
