import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { buildPage } from "../../../local/console/build-page.ts";

const KILOBYTE = 1000;

async function scripts(folder: string): Promise<Buffer[]> {
  const names = await readdir(join(folder, "assets"));
  return Promise.all(
    names.filter((name) => name.endsWith(".js")).map((name) => readFile(join(folder, "assets", name))),
  );
}

describe("the built page", () => {
  it("has at most 150 kB of JavaScript, compressed", async () => {
    const sizes = (await scripts(await buildPage())).map((script) => gzipSync(script).length);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150 * KILOBYTE);
  });

  it("is made for production, whatever the environment of who asks for it", async () => {
    expect(process.env["NODE_ENV"]).toBe("test");
    for (const script of await scripts(await buildPage())) expect(script.includes("jsxDEV")).toBe(false);
  });

  it("has neither script nor style in its HTML, which the security policy would not allow", async () => {
    const html = await readFile(join(await buildPage(), "index.html"), "utf8");
    expect(html).toMatch(/<script type="module"[^>]* src="\/assets\/[^"]+"><\/script>/);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|style=|https?:/);
  });

  it("is built once for the same sources, also when two ask at once", async () => {
    const [one, other] = await Promise.all([buildPage(), buildPage()]);
    expect(other).toBe(one);
    const before = await stat(join(one, "index.html"));
    expect(await buildPage()).toBe(one);
    expect((await stat(join(one, "index.html"))).ino).toBe(before.ino);
  });
});
