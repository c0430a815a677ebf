import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { QueueNotEmptyError } from "../../../local/queues/backlog.ts";
import { PortUnavailableError } from "../../../local/runtime/port-unavailable.ts";
import { SAMPLE_BUSINESSES } from "../../../local/runtime/sample-businesses.ts";
import { startSystem } from "../../../local/runtime/system.ts";
import { eventually } from "../../support/eventually.ts";
import { PATIENT } from "../../support/patience.ts";
import { postWebhook } from "../../support/post-webhook.ts";
import { startTestSystem, type TestSystem } from "../../support/start-test-system.ts";
import { textWebhook } from "../../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

const [LA_TERRAZA, SUSHI_SAKURA] = SAMPLE_BUSINESSES;
const ANA = "51999999999";
const BEN = "51988888888";

let system: TestSystem | undefined;

afterEach(async () => {
  await system?.stop();
  system = undefined;
});

/** The servers of this process that listen, and the connections that they still have. */
function openServers(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap");
}

function said(running: TestSystem, phone: string, subDomain: string): string[] {
  return running.cartaai.transcript(`+${phone}`, subDomain).map((message) => message.content);
}

describe("the system on one machine", () => {
  it("takes signed webhooks to CartaAI, one conversation for each person and business, in order", async () => {
    system = await startTestSystem();
    for (const text of ["first", "second", "third"]) {
      expect((await postWebhook(system, textWebhook(LA_TERRAZA, ANA, text))).status).toBe(200);
    }
    await postWebhook(system, textWebhook(LA_TERRAZA, BEN, "from Ben"));
    await postWebhook(system, textWebhook(SUSHI_SAKURA, ANA, "to the other one"));
    await system.waitUntilIdle();
    expect(said(system, ANA, LA_TERRAZA.subDomain)).toEqual(["first", "second", "third"]);
    expect(said(system, BEN, LA_TERRAZA.subDomain)).toEqual(["from Ben"]);
    expect(said(system, ANA, SUSHI_SAKURA.subDomain)).toEqual(["to the other one"]);
    expect(system.errors).toEqual([]);
  });

  it("captures the Lambdas' logs, and lets nobody be recognised in them", async () => {
    system = await startTestSystem();
    await postWebhook(system, textWebhook(LA_TERRAZA, ANA, "something private"));
    await system.waitUntilIdle();
    expect(new Set(system.logs.entries().map((entry) => entry["service"]))).toContain("sync");
    expect(system.logs.text()).not.toMatch(/51999999999|something private/);
  });

  it("answers a webhook with a wrong signature with a 401", async () => {
    system = await startTestSystem();
    const response = await postWebhook(system, textWebhook(LA_TERRAZA, ANA, "hello"), { appSecret: "other" });
    expect(response.status).toBe(401);
  });

  it("answers Meta's handshake with the bare challenge", async () => {
    system = await startTestSystem();
    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": system.environment.WHATSAPP_VERIFY_TOKEN,
      "hub.challenge": "1158201444",
    });
    const response = await fetch(`${system.addresses.webhook}?${query}`);
    expect([response.status, await response.text()]).toEqual([200, "1158201444"]);
  });

  it("gives a business of one's own a place in the CartaAI stand-in", async () => {
    const mine = { phoneNumberId: "42", name: "Mine", subDomain: "mine" };
    system = await startTestSystem({ businesses: [mine] });
    await postWebhook(system, textWebhook(mine, ANA, "hello"));
    await system.waitUntilIdle();
    expect(said(system, ANA, "mine")).toEqual(["hello"]);
  });

  it("serves a start page and a health check", async () => {
    system = await startTestSystem();
    const page = await fetch(`${system.addresses.front}/`);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await page.text()).toContain(system.addresses.cartaai);
    expect(await (await fetch(`${system.addresses.front}/health`)).json()).toEqual({ status: "ok" });
  });

  it("calls what CARTAAI_API_BASE_URL points to instead of the stand-in", async () => {
    const other = await startTestSystem();
    try {
      const own = await startSystem({
        environment: { CARTAAI_API_BASE_URL: other.cartaai.url, AGENT: "none" },
      });
      try {
        expect(own.cartaai).toBeUndefined();
        await postWebhook(own, textWebhook(LA_TERRAZA, ANA, "to the other"));
        await own.waitUntilIdle();
      } finally {
        await own.stop();
      }
      expect(said(other, ANA, LA_TERRAZA.subDomain)).toEqual(["to the other"]);
    } finally {
      await other.stop();
    }
  });

  it("waits for what is queued when it is told to before it stops", async () => {
    system = await startTestSystem({ drainOnStop: 20_000 });
    system.cartaai.faults.add({ fault: "refuse", operation: "addMessage", times: 1 });
    await postWebhook(system, textWebhook(LA_TERRAZA, ANA, "one"));
    await postWebhook(system, textWebhook(LA_TERRAZA, ANA, "two"));
    await system.stop();
    expect(said(system, ANA, LA_TERRAZA.subDomain)).toEqual(["one", "two"]);
    expect(system.errors).toEqual([]);
  });

  it("says so when something is still queued at its end", async () => {
    system = await startTestSystem({ drainOnStop: 1 });
    system.cartaai.faults.add({ fault: "refuse" });
    await postWebhook(system, textWebhook(LA_TERRAZA, ANA, "one"));
    await system.stop();
    expect(system.errors).toEqual([expect.any(QueueNotEmptyError)]);
  });

  it.each([
    ["front", "PORT"],
    ["cartaai", "CARTAAI_PORT"],
    ["whatsapp", "WHATSAPP_PORT"],
  ])("names the variable of a taken port (%s), and leaves nothing running", async (part, variable) => {
    const holder = createServer().listen(0, "127.0.0.1");
    try {
      const { port } = await new Promise<AddressInfo>((resolve) =>
        holder.once("listening", () => resolve(holder.address() as AddressInfo)),
      );
      const failure = await startSystem({ ports: { [part]: port } }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(PortUnavailableError);
      expect(failure).toMatchObject({ variable, port });
      await eventually(() => expect(openServers()).toHaveLength(1));
    } finally {
      holder.close();
    }
  });
});
