import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { flag, httpUrl, numeric, text } from "../../functions/configuration/fields.ts";

const accepts = (schema: z.ZodMiniType, value: string) => z.safeParse(schema, value).success;

describe("a flag", () => {
  it.each(["true", "TRUE", " True ", "1", "yes", "on"])("is on for %j", (value) => {
    expect(flag.parse(value)).toBe(true);
  });

  it.each(["false", "False", "0", "no", " OFF\n"])("is off for %j", (value) => {
    expect(flag.parse(value)).toBe(false);
  });

  it.each(["", "enabled", "2", "truefalse", "y"])("is neither for %j", (value) => {
    expect(accepts(flag, value)).toBe(false);
  });
});

describe("a number", () => {
  it.each([
    ["10", 10],
    [" 0.1 ", 0.1],
    ["60", 60],
    ["007", 7],
  ])("is read from %j", (value, number) => {
    expect(numeric(0.1, 60).parse(value)).toBe(number);
  });

  it.each([
    "",
    "0",
    "60.1",
    "-1",
    "1e1",
    "0x10",
    "ten",
    "10s",
    "1,5",
    "Infinity",
    "NaN",
    "1.",
    "9".repeat(400),
  ])("from 0.1 to 60 is not %j", (value) => {
    expect(accepts(numeric(0.1, 60), value)).toBe(false);
  });
});

describe("an address", () => {
  it.each([
    "http://localhost:3001",
    "https://ssgg.api.cartaai.pe/api/v1/",
    "http://127.0.0.1:9324/000/sync.fifo",
  ])("may be %s", (value) => {
    expect(httpUrl.parse(value)).toBe(value);
  });

  it.each(["", "localhost:3001", "ftp://localhost", "file:///etc/passwd", "//localhost", "not an address"])(
    "is not %j",
    (value) => {
      expect(accepts(httpUrl, value)).toBe(false);
    },
  );
});

describe("a text", () => {
  it("is anything but nothing", () => {
    expect(accepts(text, "x")).toBe(true);
    expect(accepts(text, "")).toBe(false);
  });
});
