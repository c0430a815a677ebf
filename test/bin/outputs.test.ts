import { describe, expect, it } from "vitest";
import { OUTPUT_VARIABLES } from "../../bin/deployment/outputs.ts";
import { synthesise } from "../lib/synthesis.ts";

describe("what commands know of a deployment", () => {
  it("is made of outputs that the stack really has", () => {
    const everything = { bot: { kind: "http", url: "https://bot.example", models: {} } };
    const { Outputs: outputs } = synthesise("prod", everything).template.toJSON();

    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(Object.keys(OUTPUT_VARIABLES)));
  });
});
