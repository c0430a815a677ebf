import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NUMBER, runningWhatsApp, TOKEN } from "./running-whatsapp.ts";

const VOICE = Uint8Array.from({ length: 5000 }, (_, index) => index % 256);
const MINUTE = 60_000;

describe("media", () => {
  it("is described by its id and downloaded from the address that it has for 5 minutes", async () => {
    const { call, request, time, whatsapp } = await runningWhatsApp();
    const id = whatsapp.addMedia(VOICE, "audio/ogg; codecs=opus");
    const { status, body } = await call("GET", `/v23.0/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      messaging_product: "whatsapp",
      id,
      url: expect.stringContaining(whatsapp.url),
      mime_type: "audio/ogg; codecs=opus",
      sha256: createHash("sha256").update(VOICE).digest("hex"),
      file_size: 5000,
    });
    time.now += 5 * MINUTE - 1;
    const download = await request("GET", body.url);
    expect(download.headers.get("content-type")).toBe("audio/ogg; codecs=opus");
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(VOICE);
    time.now += 1;
    expect(await call("GET", body.url)).toMatchObject({ status: 404, body: { error: { code: 100 } } });
    const { body: again } = await call("GET", `/v23.0/${id}`);
    expect((await request("GET", again.url)).status).toBe(200);
  });

  it("is not given to anyone without the token, nor at an address that was made up", async () => {
    const { call, whatsapp } = await runningWhatsApp();
    const { body } = await call("GET", `/v23.0/${whatsapp.addMedia(VOICE, "audio/ogg")}`);
    for (const headers of [{}, { authorization: "Bearer other" }]) {
      expect(await call("GET", body.url, undefined, { headers })).toMatchObject({
        status: 401,
        body: { error: { code: 190 } },
      });
    }
    const other = whatsapp.addMedia(Uint8Array.of(1), "image/png");
    const forged = new URL(body.url);
    forged.searchParams.set("mid", other);
    expect(await call("GET", forged.href)).toMatchObject({ status: 404 });
    const prolonged = new URL(body.url);
    prolonged.searchParams.set("ext", String(Number.MAX_SAFE_INTEGER));
    expect(await call("GET", prolonged.href)).toMatchObject({ status: 404 });
  });

  it("is gone after 7 days", async () => {
    const { call, time, whatsapp } = await runningWhatsApp();
    const id = whatsapp.addMedia(VOICE, "audio/ogg");
    time.now += 7 * 24 * 60 * MINUTE;
    expect(await call("GET", `/v23.0/${id}`)).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_subcode: 33 } },
    });
  });

  it("can be handed in over HTTP, also when it is larger than any call of the API", async () => {
    const { call, request, whatsapp } = await runningWhatsApp();
    const file = new Uint8Array(2 * 1024 * 1024);
    const headers = { "content-type": "audio/ogg" };
    const answer = await fetch(`${whatsapp.url}/__media`, { method: "POST", headers, body: file });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    const { body } = await call("GET", `/v23.0/${id}`);
    expect(body).toMatchObject({ mime_type: "audio/ogg", file_size: file.length });
    expect((await request("GET", body.url)).headers.get("content-length")).toBe(String(file.length));
  });
});

describe("a phone number", () => {
  it("tells about itself, which is how a token is checked", async () => {
    const number = { id: NUMBER, displayPhoneNumber: "+51 1 555 0100", verifiedName: "La Terraza" };
    const { call } = await runningWhatsApp({ phoneNumbers: [number] });
    expect(await call("GET", `/v23.0/${NUMBER}`)).toEqual({
      status: 200,
      body: { id: NUMBER, display_phone_number: "+51 1 555 0100", verified_name: "La Terraza" },
    });
  });

  it("is unknown when the account does not have it", async () => {
    const { call } = await runningWhatsApp({ phoneNumbers: [] });
    const unknown = { status: 400, body: { error: { code: 100, error_subcode: 33 } } };
    const message = { messaging_product: "whatsapp", to: "51999999999", type: "text", text: { body: "a" } };
    expect(await call("GET", `/v23.0/${NUMBER}`)).toMatchObject(unknown);
    expect(await call("POST", `/v23.0/${NUMBER}/messages`, message)).toMatchObject(unknown);
  });

  it("can be any when no account was given", async () => {
    const { call } = await runningWhatsApp();
    expect(await call("GET", "/v23.0/42")).toMatchObject({ status: 200, body: { id: "42" } });
    expect(await call("GET", "/v23.0/me")).toMatchObject({ status: 400 });
  });
});

describe("tokens", () => {
  it.each([
    ["none", {}],
    ["another", { authorization: "Bearer other" }],
    ["one without its scheme", { authorization: TOKEN }],
  ])("answer %s with 401 and code 190", async (_, headers) => {
    const { call, messages, whatsapp } = await runningWhatsApp();
    const body = JSON.stringify({ messaging_product: "whatsapp", to: "51999999999", text: { body: "a" } });
    for (const answer of [
      await call("POST", messages, undefined, { headers, body }),
      await call("GET", `/v23.0/${NUMBER}`, undefined, { headers }),
    ]) {
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 190, type: "OAuthException" } } });
    }
    expect(whatsapp.sent()).toEqual([]);
  });

  it("are several, one for each business", async () => {
    const { call } = await runningWhatsApp({ tokens: ["one", "two"] });
    for (const token of ["one", "two"]) {
      const headers = { authorization: `Bearer ${token}` };
      expect(await call("GET", `/v23.0/${NUMBER}`, undefined, { headers })).toMatchObject({ status: 200 });
    }
  });
});
