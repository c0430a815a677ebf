import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sessionLabel } from "../../functions/observability/session-label.ts";

const PHONE = "51999123456";

describe("the label of a session in a log", () => {
  it("is CartaAI's session id without the phone number", () => {
    expect(sessionLabel("bot1_51999123456_1772366400000_k3j9")).toBe("bot1_***_1772366400000_k3j9");
  });

  it("keeps a bot's id that has the separator inside", () => {
    expect(sessionLabel("la_brasa_bot_51999123456_1772366400000_k3j9")).toBe(
      "la_brasa_bot_***_1772366400000_k3j9",
    );
  });

  it("tells the sessions of one person apart", () => {
    const labels = ["1772366400000_k3j9", "1772366400000_z1x2", "1772366400001_k3j9"].map((end) =>
      sessionLabel(`bot1_${PHONE}_${end}`),
    );
    expect(new Set(labels).size).toBe(3);
  });

  it.each([
    ["5511987654321", "of as many digits as the time"],
    ["PE13491208655302741918", "a BSUID in place of it"],
  ])("masks %s: %s", (person) => {
    expect(sessionLabel(`la_brasa_${person}_1772366400000_k3j9`)).toBe("la_brasa_***_1772366400000_k3j9");
  });

  it("shows no digits of the phone number, whatever stands around it", () => {
    const part = fc.stringMatching(/^[a-z]{0,8}$/);
    const phone = fc.stringMatching(/^[2-9][0-9]{4,14}$/);
    fc.assert(
      fc.property(fc.array(part), phone, fc.boolean(), fc.array(part), (before, digits, timed, after) => {
        const time = timed ? ["1772366400000"] : [];
        const label = sessionLabel([...before, digits, ...time, ...after].join("_"));
        expect(label.replace("1772366400000", "")).not.toMatch(/\d/);
      }),
    );
  });

  it.each([`bot1_${PHONE}_1772366400000_k3_j9`, `bot1_${PHONE}`, PHONE, `+${PHONE}`, `${PHONE}@bot1`])(
    "shows no digits of the phone number in an id of another shape: %s",
    (sessionId) => {
      expect(sessionLabel(sessionId)).not.toContain(PHONE.slice(-4));
    },
  );

  it("of an empty id is no error", () => {
    expect(sessionLabel("")).toBe("…");
  });
});
