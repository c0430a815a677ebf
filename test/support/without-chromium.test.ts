import { describe, expect, it } from "vitest";
import { findChromium } from "../../local/browser/chromium.ts";
import { withoutChromium } from "./without-chromium.ts";

describe("the browser of the tests", () => {
  it("is the one that CHROMIUM_PATH names, whatever else there is", () => {
    expect(findChromium({ CHROMIUM_PATH: "/somewhere/chromium", PATH: "/usr/bin" })).toBe(
      "/somewhere/chromium",
    );
  });

  it("must be there in CI, so that no run passes without the browser tests", () => {
    expect(() => withoutChromium({ CI: "true", PATH: "/nowhere" })).toThrow("No Chromium found");
  });
});
