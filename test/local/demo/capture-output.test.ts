import { Console } from "node:console";
import { afterEach, describe, expect, it } from "vitest";
import { type CapturedOutput, captureOutput } from "../../../local/demo/capture-output.ts";

let output: CapturedOutput | undefined;
afterEach(() => output?.end());

describe("capturing a process's output", () => {
  it("takes what a console of somebody's own writes, on both streams, in order", () => {
    output = captureOutput();
    const own = new Console({ stdout: process.stdout, stderr: process.stderr });
    own.log("one");
    own.error("two");
    process.stdout.write(Buffer.from("three"));
    expect(output.text()).toBe("one\ntwo\nthree");
  });

  it("tells the writer when it is done, whether or not it names an encoding", async () => {
    output = captureOutput();
    await new Promise<void>((resolve) => process.stdout.write("a", () => resolve()));
    await new Promise<void>((resolve) => process.stderr.write("b", "utf8", () => resolve()));
    expect(output.text()).toBe("ab");
  });

  it("passes each piece on as it comes", () => {
    const pieces: string[] = [];
    output = captureOutput((text) => pieces.push(text));
    process.stdout.write("one");
    process.stdout.write("two");
    expect(pieces).toEqual(["one", "two"]);
  });

  it("puts everything back at its end", () => {
    const { write } = process.stdout;
    output = captureOutput();
    expect(process.stdout.write).not.toBe(write);
    output.end();
    expect(process.stdout.write).toBe(write);
  });
});
