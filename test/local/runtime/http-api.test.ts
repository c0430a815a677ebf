import { request } from "node:http";
import { connect } from "node:net";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type HttpApi, startHttpApi } from "../../../local/runtime/http-api.ts";
import { createLambda } from "../../../local/runtime/lambda.ts";
import { PATIENT } from "../../support/patience.ts";

vi.setConfig(PATIENT);

type Handler = (event: APIGatewayProxyEventV2) => Promise<unknown>;

let api: HttpApi | undefined;
const errors: unknown[] = [];

afterEach(async () => {
  await api?.stop();
  api = undefined;
  errors.length = 0;
});

async function serve(handler: Handler): Promise<string> {
  const lambda = createLambda({ name: "tried", timeout: 10, coldStart: () => handler });
  api = await startHttpApi({
    port: 0,
    routes: new Map([
      ["GET /webhook", lambda],
      ["POST /webhook", lambda],
    ]),
    pages: new Map([["GET /", (_, response) => response.end("a page")]]),
    onError: (error) => errors.push(error),
  });
  return `http://127.0.0.1:${api.port}`;
}

/** Serves, and answers the events that arrive. */
async function record(): Promise<{ url: string; events: APIGatewayProxyEventV2[] }> {
  const events: APIGatewayProxyEventV2[] = [];
  const url = await serve(async (event) => {
    events.push(event);
    return { statusCode: 200 };
  });
  return { url, events };
}

async function post(url: string, body: string | Uint8Array<ArrayBuffer>, contentType: string) {
  return await fetch(`${url}/webhook`, { method: "POST", headers: { "content-type": contentType }, body });
}

describe("the event that the local HTTP API makes of a request", () => {
  it("has the shape of payload format 2.0", async () => {
    const { url, events } = await record();
    await post(url, '{"a":1}', "application/json");
    expect(events[0]).toEqual({
      version: "2.0",
      routeKey: "POST /webhook",
      rawPath: "/webhook",
      rawQueryString: "",
      headers: expect.objectContaining({
        "content-type": "application/json",
        host: url.replace("http://", ""),
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
        "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      }),
      requestContext: {
        accountId: expect.any(String),
        apiId: expect.any(String),
        domainName: expect.any(String),
        domainPrefix: expect.any(String),
        http: {
          method: "POST",
          path: "/webhook",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: expect.any(String),
        },
        requestId: expect.any(String),
        routeKey: "POST /webhook",
        stage: "$default",
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
  });

  it("decodes the query, joins repeated names, and keeps the raw one", async () => {
    const { url, events } = await record();
    await fetch(`${url}/webhook?hub.mode=subscribe&x=a%20b&x=%C3%B1`);
    expect(events[0]?.rawQueryString).toBe("hub.mode=subscribe&x=a%20b&x=%C3%B1");
    expect(events[0]?.queryStringParameters).toEqual({ "hub.mode": "subscribe", x: "a b,ñ" });
    expect(events[0]).not.toHaveProperty("body");
  });

  it("joins repeated headers under their lower-case name, and takes cookies out of them", async () => {
    const { url, events } = await record();
    await new Promise<void>((resolve, reject) => {
      const headers = ["X-Twice", "a", "x-twice", "b", "Cookie", "one=1; two=2", "Host", "somewhere"];
      request(`${url}/webhook`, { headers }, (response) => response.resume().on("end", resolve))
        .on("error", reject)
        .end();
    });
    expect(events[0]?.headers["x-twice"]).toBe("a,b");
    expect(events[0]?.headers).not.toHaveProperty("cookie");
    expect(events[0]?.cookies).toEqual(["one=1", "two=2"]);
  });

  it.each(["application/json", "application/json; charset=utf-8", "text/plain", "APPLICATION/XML"])(
    "carries %s as text",
    async (contentType) => {
      const { url, events } = await record();
      await post(url, "año", contentType);
      expect(events[0]).toMatchObject({ body: "año", isBase64Encoded: false });
    },
  );

  it.each(["application/octet-stream", "image/png", "application/x-www-form-urlencoded"])(
    "carries %s in base64",
    async (contentType) => {
      const { url, events } = await record();
      await post(url, "a=b", contentType);
      expect(events[0]).toMatchObject({ body: "YT1i", isBase64Encoded: true });
    },
  );

  it("loses no byte of any body", async () => {
    const { url, events } = await record();
    const types = fc.constantFrom("application/json", "application/octet-stream");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), types, async (bytes, contentType) => {
        await post(url, new Uint8Array(bytes), contentType);
        const { body = "", isBase64Encoded } = events.at(-1) ?? {};
        expect(Buffer.from(body, isBase64Encoded ? "base64" : "utf8")).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 50 },
    );
  });
});

describe("the answer of the local HTTP API", () => {
  it("is the structured result: status, headers, cookies and body", async () => {
    const url = await serve(async () => ({
      statusCode: 418,
      headers: { "content-type": "text/tea", "x-number": 7 },
      cookies: ["a=1", "b=2"],
      body: "short and stout",
    }));
    const response = await fetch(`${url}/webhook`);
    expect(response.status).toBe(418);
    expect(response.headers.get("content-type")).toBe("text/tea");
    expect(response.headers.get("x-number")).toBe("7");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("short and stout");
  });

  it("is the bytes of a base64 result", async () => {
    const url = await serve(async () => ({ statusCode: 200, body: "/wA=", isBase64Encoded: true }));
    expect(new Uint8Array(await (await fetch(`${url}/webhook`)).arrayBuffer())).toEqual(
      new Uint8Array([0xff, 0x00]),
    );
  });

  it("is JSON for a result without a status code", async () => {
    const url = await serve(async () => ({ fine: true }));
    const response = await fetch(`${url}/webhook`);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect([response.status, await response.json()]).toEqual([200, { fine: true }]);
  });

  it.each<[string, Handler]>([
    ["throws", () => Promise.reject(new Error("as it happens"))],
    ["answers a status that does not exist", async () => ({ statusCode: 99 })],
    ["answers a status that is no number", async () => ({ statusCode: "200" })],
    ["answers a header that cannot be sent", async () => ({ statusCode: 200, headers: { a: "b\r\nc: d" } })],
  ])("is API Gateway's own 500 when the function %s", async (_, handler) => {
    const url = await serve(handler);
    const response = await fetch(`${url}/webhook`);
    expect([response.status, await response.json()]).toEqual([500, { message: "Internal Server Error" }]);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(errors).toHaveLength(1);
  });

  it.each([
    ["GET", "/elsewhere"],
    ["PUT", "/webhook"],
    ["POST", "/webhook/"],
    ["POST", "/"],
  ])("is API Gateway's own 404 for %s %s", async (method, path) => {
    const { url, events } = await record();
    const response = await fetch(url + path, { method });
    expect([response.status, await response.json()]).toEqual([404, { message: "Not Found" }]);
    expect(events).toEqual([]);
  });

  it("is a 413 for more than 10 MB, and the largest body still arrives", async () => {
    const { url, events } = await record();
    const largest = "x".repeat(10 * 1024 * 1024);
    expect((await post(url, largest, "text/plain")).status).toBe(200);
    const response = await post(url, `${largest}x`, "text/plain");
    expect([response.status, await response.json()]).toEqual([413, { message: "Request Entity Too Large" }]);
    expect(events).toHaveLength(1);
  });

  it("is a page of the front's own where there is one", async () => {
    const { url } = await record();
    expect(await (await fetch(url)).text()).toBe("a page");
  });
});

describe("stopping the local HTTP API", () => {
  it("lets a request under way have its answer", async () => {
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const url = await serve(async () => {
      started.resolve();
      await gate.promise;
      return { statusCode: 200, body: "answered" };
    });
    const answer = fetch(`${url}/webhook`);
    await started.promise;
    const stopped = api?.stop();
    gate.resolve();
    expect(await (await answer).text()).toBe("answered");
    await stopped;
    await expect(fetch(`${url}/webhook`)).rejects.toThrow();
  });

  it("does not wait for connections without a request", async () => {
    await record();
    const socket = connect(api?.port ?? 0, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await api?.stop();
    await closed;
    api = undefined;
  });

  it("survives a client that leaves in the middle of its body", async () => {
    const { url, events } = await record();
    const socket = connect(api?.port ?? 0, "127.0.0.1");
    socket.write("POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf", () =>
      socket.destroy(),
    );
    await new Promise((resolve) => socket.once("close", resolve));
    expect((await post(url, "{}", "application/json")).status).toBe(200);
    expect(events).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});
