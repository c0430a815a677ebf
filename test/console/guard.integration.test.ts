import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PATIENT } from "../support/patience.ts";
import { type ConsoleBench, startConsoleBench } from "./console-bench.ts";

vi.setConfig(PATIENT);

let bench: ConsoleBench;
beforeEach(async () => {
  bench = await startConsoleBench();
});
afterEach(() => bench.stop());

/** fetch would not let a test say which host it means. */
function ask(method: string, path: string, headers: Record<string, string>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const asked = request(`${bench.url}${path}`, { method, headers }, (response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  asked.once("error", reject).end();
  return promise;
}

describe("the console's door", () => {
  it.each([
    ["a name that somebody has let point here", { host: "evil.example:3000" }],
    ["a name that only begins like this machine's", { host: "localhost.evil.example" }],
    ["a name that begins as an address of this machine does", { host: "127.0.0.1.evil.example" }],
    ["a page of another origin", { origin: "https://evil.example" }],
    ["a page of another port of this machine", { origin: "http://localhost:9999" }],
    ["a page without an origin", { origin: "null" }],
    ["a request that another site makes without saying its origin", { "sec-fetch-site": "cross-site" }],
  ])("is shut to %s", async (_, headers: Record<string, string>) => {
    for (const path of ["/", "/console/state", "/console/events", "/assets/x.js"]) {
      expect(await ask("GET", path, headers)).toBe(403);
    }
    expect(await ask("DELETE", "/console/faults", headers)).toBe(403);
  });

  it("is open to its own page, to a link that was followed, and to commands", async () => {
    const port = new URL(bench.url).port;
    const own = {
      host: `localhost:${port}`,
      origin: `http://localhost:${port}`,
      "sec-fetch-site": "same-origin",
    };
    expect(await ask("GET", "/console/state", own)).toBe(200);
    const link = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    expect(await ask("GET", "/", link)).toBe(200);
    expect(await ask("GET", "/console/state", {})).toBe(200);
  });

  it("lets nothing be loaded from elsewhere, framed or kept", async () => {
    for (const path of ["/", "/console/state", "/nothing-here"]) {
      const { headers } = await bench.request("GET", path);
      expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
    const { headers } = await bench.request("GET", "/console/state");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("takes JSON that says that it is JSON, and names what is wrong with it", async () => {
    const form = await bench.request("POST", "/console/send", undefined, { "content-type": "text/plain" });
    expect(form.status).toBe(415);
    const wrong = await bench.request("POST", "/console/customers", { phoneNumberId: "1", name: "" });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toMatch(/name.*identity/s);
    expect(
      (
        await bench.request("POST", "/console/customers", {
          phoneNumberId: "1",
          name: "Ana",
          identity: { phone: "51900000101" },
        })
      ).status,
    ).toBe(404);
    expect((await bench.request("GET", "/console/timelines/unknown")).status).toBe(404);
    expect((await bench.request("PUT", "/console/state")).status).toBe(404);
  });

  it("serves files of the page's folder alone", async () => {
    expect((await bench.request("GET", "/")).headers.get("content-type")).toBe("text/html; charset=utf-8");
    for (const path of [
      "/../package.json",
      "/%2e%2e/package.json",
      "/..%2fpackage.json",
      "/index.html%00.js",
    ]) {
      expect(await ask("GET", path, {})).toBe(404);
    }
  });

  it("takes recordings and photos, gives them back in parts, and nothing that could hold a script", async () => {
    const post = (type: string) =>
      fetch(`${bench.url}/console/media`, {
        method: "POST",
        headers: { "content-type": type },
        body: "0123456789",
      });
    expect((await post("image/svg+xml")).status).toBe(415);
    expect((await post("text/html")).status).toBe(415);
    const { url } = (await (await post("audio/webm;codecs=opus")).json()) as { url: string };
    const part = await bench.request("GET", url, undefined, { range: "bytes=2-4" });
    expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([
      206,
      "234",
      "bytes 2-4/10",
    ]);
    expect(await (await bench.request("GET", url)).text()).toBe("0123456789");
  });
});
