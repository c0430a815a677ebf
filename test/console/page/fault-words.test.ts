import { describe, expect, it } from "vitest";
import { type ActiveFault, FAULT_CHOICES, type FaultChoice } from "../../../local/console/api.ts";
import { faultInWords, isFrom } from "../../../local/console/page/src/faults/fault-words.ts";

/** As the server tells a fault that was switched on by a switch; it puts a wrong key as the refusal that it is. */
function active({ fault: { service, fault, ...others } }: FaultChoice): ActiveFault {
  const told =
    fault === "wrongKey" ? { fault: "refuse", settings: { status: 401 } } : { fault, settings: others };
  const operation = "operation" in others ? { operation: others.operation } : {};
  return { service, id: "fault-1", struck: 0, ...told, ...operation };
}

describe("faults and their switches", () => {
  it("finds for each fault that a switch has switched on that switch alone", () => {
    for (const choice of FAULT_CHOICES) {
      expect(FAULT_CHOICES.filter((each) => isFrom(each, active(choice)))).toEqual([choice]);
    }
  });

  it("says how many calls a fault still strikes", () => {
    const wrongKey: ActiveFault = {
      service: "cartaai",
      id: "1",
      fault: "refuse",
      struck: 0,
      settings: { status: 401 },
    };
    expect(faultInWords(wrongKey)).toBe("CartaAI: Wrong key, until switched off");
    const down: ActiveFault = {
      service: "cartaai",
      id: "1",
      fault: "down",
      times: 3,
      struck: 1,
      settings: {},
    };
    expect(faultInWords(down)).toBe("CartaAI: Down, for 2 more");
  });
});
