import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("the openai package is loaded by the first call, and not with the modules that a Lambda starts with", () => {
  const script = `
    const { registerHooks } = await import("node:module");
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { createModelClient } = await import(${JSON.stringify(new URL("../../functions/models/model-client.ts", import.meta.url))});
    await import(${JSON.stringify(new URL("../../functions/models/media-reader.ts", import.meta.url))});
    const of = () => loaded.filter((url) => url.includes("/openai/")).length;
    const before = of();
    const ask = createModelClient({ baseUrl: "http://127.0.0.1:1/v1", apiKey: async () => "key", timeout: 1000 });
    await ask("chat", (openai) => openai.models.list()).catch(() => {});
    console.log(JSON.stringify({ before, after: of() }));
  `;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  const { before, after } = JSON.parse(printed) as { before: number; after: number };

  expect(before).toBe(0);
  expect(after).toBeGreaterThan(0);
});
