import { describe, expect, it } from "vitest";
import type { WhatsAppFaultSettings } from "../../../local/whatsapp/faults.ts";
import { startWhatsApp } from "../../../local/whatsapp/server.ts";
import { ANA, eventually, runningWhatsApp, text } from "./running-whatsapp.ts";

const CLOSED = "connection closed";
const receipt = {
  messaging_product: "whatsapp",
  status: "read",
  message_id: "wamid.A",
  typing_indicator: { type: "text" },
};

describe("a fault at WhatsApp", () => {
  it.each<{ fault: WhatsAppFaultSettings; seen: unknown; sent: number }>([
    {
      fault: { fault: "error", code: 130429 },
      seen: { status: 429, body: { error: { code: 130429 } } },
      sent: 0,
    },
    {
      fault: { fault: "error", code: 131056 },
      seen: { status: 429, body: { error: { code: 131056 } } },
      sent: 0,
    },
    {
      fault: { fault: "error", code: 131047 },
      seen: { status: 400, body: { error: { code: 131047 } } },
      sent: 0,
    },
    { fault: { fault: "error", code: 190 }, seen: { status: 401, body: { error: { code: 190 } } }, sent: 0 },
    {
      fault: { fault: "error", code: 999999 },
      seen: { status: 400, body: { error: { code: 999999 } } },
      sent: 0,
    },
    {
      fault: { fault: "error", code: 100, subcode: 33, details: "no such thing", status: 418 },
      seen: {
        status: 418,
        body: { error: { code: 100, error_subcode: 33, error_data: { details: "no such thing" } } },
      },
      sent: 0,
    },
    { fault: { fault: "refuse", status: 500 }, seen: { status: 500, body: { error: { code: 2 } } }, sent: 0 },
    { fault: { fault: "down" }, seen: CLOSED, sent: 0 },
    { fault: { fault: "html" }, seen: CLOSED, sent: 0 },
    { fault: { fault: "truncate" }, seen: CLOSED, sent: 1 },
    { fault: { fault: "applyThenFail" }, seen: { status: 500, body: { error: { code: 2 } } }, sent: 1 },
    { fault: { fault: "applyThenDrop" }, seen: CLOSED, sent: 1 },
    { fault: { fault: "sendThenDrop" }, seen: CLOSED, sent: 1 },
    { fault: { fault: "slow", ms: 1 }, seen: { status: 200 }, sent: 1 },
  ])("is seen and applied as it should be: $fault", async ({ fault, seen, sent }) => {
    const { send, whatsapp } = await runningWhatsApp();
    whatsapp.faults.add(fault);
    // An answer that is no whole JSON counts as none here.
    const outcome = await send(text("hola")).catch(() => CLOSED);
    if (typeof seen === "string") expect(outcome).toBe(seen);
    else expect(outcome).toMatchObject(seen as object);
    expect(whatsapp.sent()).toHaveLength(sent);
    expect(whatsapp.calls()).toMatchObject([{ operation: "sendMessage", faults: [fault.fault] }]);
  });

  it("keeps the client waiting until the stand-in stops: hang", async () => {
    const { send, whatsapp } = await runningWhatsApp();
    whatsapp.faults.add({ fault: "hang" });
    const waiting = send(text("hola")).catch(() => CLOSED);
    await eventually(() => expect(whatsapp.calls()).toHaveLength(1));
    await whatsapp.stop();
    expect(await waiting).toBe(CLOSED);
    expect(whatsapp.sent()).toEqual([]);
  });

  it("can strike messages and let read receipts at the same address alone, and the other way round", async () => {
    const { call, messages, send, whatsapp } = await runningWhatsApp();
    whatsapp.faults.add({ fault: "error", code: 131056, operation: "sendMessage", times: 1 });
    expect(await call("POST", messages, receipt)).toMatchObject({ status: 200 });
    expect(await send(text("a"))).toMatchObject({ status: 429 });
    whatsapp.faults.add({ fault: "refuse", operation: "markRead", times: 1 });
    expect(await send(text("a"))).toMatchObject({ status: 200 });
    expect(await call("POST", messages, receipt)).toMatchObject({ status: 503 });
    expect(whatsapp.calls().map(({ operation }) => operation)).toEqual([
      "markRead",
      "sendMessage",
      "sendMessage",
      "markRead",
    ]);
  });

  it("can strike the description of a file, its download or a phone number", async () => {
    const { call, request, whatsapp } = await runningWhatsApp();
    const id = whatsapp.addMedia(Uint8Array.of(1, 2, 3), "image/png");
    whatsapp.faults.add({ fault: "refuse", operation: "readMedia", times: 1 });
    whatsapp.faults.add({ fault: "truncate", operation: "downloadMedia", times: 1 });
    whatsapp.faults.add({ fault: "error", code: 190, operation: "readPhoneNumber", times: 1 });
    expect(await call("GET", `/v23.0/${id}`)).toMatchObject({ status: 503 });
    const { body } = await call("GET", `/v23.0/${id}`);
    await expect((await request("GET", body.url)).arrayBuffer()).rejects.toThrow();
    expect((await request("GET", body.url)).status).toBe(200);
    expect(await call("GET", "/v23.0/42")).toMatchObject({ status: 401 });
    expect(whatsapp.faults.list()).toEqual([]);
  });

  it("is switched over HTTP, too", async () => {
    const { call, send } = await runningWhatsApp();
    const added = await call("POST", "/__faults", { fault: "error", code: 130429, times: 1 });
    expect(added).toMatchObject({ status: 201, body: { operation: "*" } });
    expect(await send(text("a"))).toMatchObject({ status: 429 });
    expect(await call("GET", "/__faults")).toMatchObject({ body: { faults: [], struck: { error: 1 } } });
    expect(await call("POST", "/__faults", { fault: "error" })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("code") },
    });
    expect(await call("POST", "/__faults", { fault: "forgetSessions" })).toMatchObject({ status: 400 });
  });
});

describe("the WhatsApp stand-in", () => {
  it("rejects with EADDRINUSE when the port is taken", async () => {
    const { whatsapp } = await runningWhatsApp();
    await expect(startWhatsApp({ port: whatsapp.port, tokens: [] })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });

  it("records the correlation id and the status of a call", async () => {
    const { call, messages, whatsapp } = await runningWhatsApp();
    const headers = { authorization: "Bearer other", "x-correlation-id": "c-1" };
    await call("POST", messages, { messaging_product: "whatsapp", to: ANA, ...text("a") }, { headers });
    expect(whatsapp.calls()).toMatchObject([{ status: 401, correlationId: "c-1", path: messages }]);
  });

  it("answers an unknown address with code 100", async () => {
    const { call } = await runningWhatsApp();
    expect(await call("DELETE", "/v23.0/42")).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });
});
