import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { sign } from "../../functions/whatsapp/signature.ts";
import { LOCAL_SECRETS } from "../../local/runtime/lambda-environment.ts";
import { LA_TERRAZA, newPhone } from "../support/conversations.ts";
import { expectNothingPersonal } from "../support/nothing-personal.ts";
import { PATIENT } from "../support/patience.ts";
import { startWebhookBench, type WebhookBench } from "../support/webhook-bench.ts";
import { textWebhook } from "../support/webhook-bodies.ts";

vi.setConfig(PATIENT);

let webhook: WebhookBench;

beforeAll(async () => {
  webhook = await startWebhookBench();
});
afterEach(() => webhook.reset());
afterAll(() => webhook.stop());

const someWebhook = (text = "Buenas, ¿atienden hoy?") => textWebhook(LA_TERRAZA, newPhone(), text);

describe("Meta's handshake", () => {
  const right = {
    "hub.mode": "subscribe",
    "hub.verify_token": LOCAL_SECRETS.WHATSAPP_VERIFY_TOKEN,
    "hub.challenge": "1158201444",
  };
  const shakeHands = (query?: Readonly<Record<string, string>>) =>
    webhook.request({ method: "GET", ...(query && { query }) });

  it("is answered with the bare challenge as plain text", async () => {
    expect(await shakeHands(right)).toEqual({
      statusCode: 200,
      headers: { "content-type": "text/plain" },
      body: "1158201444",
    });
  });

  it.each([
    ["a wrong token", { ...right, "hub.verify_token": "another-one" }],
    ["a token that is only the beginning", { ...right, "hub.verify_token": "local-verify" }],
    ["no token", { "hub.mode": "subscribe", "hub.challenge": "1158201444" }],
    ["another mode", { ...right, "hub.mode": "unsubscribe" }],
    ["no challenge", { "hub.mode": "subscribe", "hub.verify_token": right["hub.verify_token"] }],
    ["no parameters", undefined],
  ])("with %s is refused with a 403 that reveals nothing", async (_, query) => {
    expect(await shakeHands(query)).toEqual({ statusCode: 403 });
    expect(webhook.counted("WebhooksRefused", { reason: "wrong-verify-token" })).toBe(1);
  });
});

describe("a webhook whose time is up", () => {
  // Lambda keeps a process that has answered: what it had given up would go on beside the next invocation.
  it("is not answered while it is still at work", async () => {
    expect(await webhook.post(someWebhook("¿Siguen ahí?"), { remaining: 0 })).toBe(200);

    expect(webhook.contents()).toEqual(["¿Siguen ahí?"]);
  });
});

describe("a signature", () => {
  it.each([
    ["as text", false],
    ["in base64", true],
  ])("fits the raw bytes, also of a body that arrives %s", async (_, base64) => {
    expect(await webhook.post(someWebhook("Un ceviche, por favor 🐟"), { base64 })).toBe(200);
    expect(webhook.contents()).toEqual(["Un ceviche, por favor 🐟"]);
  });

  it("fits the bytes as Meta escapes them, and not what they mean", async () => {
    const plain = JSON.stringify(someWebhook("Ají de gallina"));
    const escaped = plain.replaceAll("í", "\\u00ed");
    const signature = sign(Buffer.from(escaped), LOCAL_SECRETS.WHATSAPP_APP_SECRET);

    expect(await webhook.post(escaped)).toBe(200);
    expect(await webhook.post(plain, { headers: { "x-hub-signature-256": signature } })).toBe(401);

    expect(webhook.contents()).toEqual(["Ají de gallina"]);
  });

  it("may be made with the previous app secret, while secrets are rotated", async () => {
    expect(await webhook.post(someWebhook(), { appSecret: "the-secret-before" })).toBe(200);
    expect(webhook.contents()).toHaveLength(1);
  });

  it("made with the previous secret is wrong once that is taken out", async () => {
    const rotated = webhook.lambda({ WHATSAPP_APP_SECRET_PREVIOUS: "" });
    expect(await rotated.post(someWebhook(), { appSecret: "the-secret-before" })).toBe(401);
  });

  const rightly = (body: string) => sign(Buffer.from(body), LOCAL_SECRETS.WHATSAPP_APP_SECRET);
  it.each<[string, (body: string) => string | undefined]>([
    ["missing", () => undefined],
    ["empty", () => ""],
    ["another secret's", (body) => sign(Buffer.from(body), "another-secret")],
    ["another body's", () => rightly("{}")],
    ["without its prefix", (body) => rightly(body).slice("sha256=".length)],
    ["too short", (body) => rightly(body).slice(0, -2)],
    ["too long", (body) => `${rightly(body)}00`],
    ["no hex", () => `sha256=${"x".repeat(64)}`],
    ["SHA-1's", (body) => rightly(body).replace("sha256", "sha1")],
    ["given twice", (body) => `${rightly(body)},${rightly(body)}`],
  ])("that is %s gets a 401 that reveals nothing", async (_, signatureOf) => {
    const body = JSON.stringify(someWebhook());
    const headers = { "x-hub-signature-256": signatureOf(body) };

    expect(await webhook.request({ body: Buffer.from(body), headers })).toEqual({ statusCode: 401 });

    expect(webhook.counted("SignatureFailures")).toBe(1);
    expect(webhook.counted("WebhooksRefused", { reason: "wrong-signature" })).toBe(1);
    expect(webhook.queued()).toEqual([]);
    expect(webhook.between.dynamodb.requests()).toEqual([]);
  });
});

describe("a signed body", () => {
  it.each([
    ["is empty", ""],
    ["is not JSON", '{"object":"whatsapp_business_account",'],
    ["is not UTF-8", Buffer.from([0xff, 0xfe, 0x7b, 0x7d])],
    ["nests without end and without a close", "[".repeat(1_000_000)],
  ])("that %s gets a 400", async (_, body) => {
    expect(await webhook.post(body, { base64: true })).toBe(400);
    expect(webhook.counted("WebhooksRefused", { reason: "not-json" })).toBe(1);
  });

  it.each([
    ["null", null],
    ["a number", 7],
    ["a list", []],
    ["nested a million times", `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`],
    ["of another product", { object: "page", entry: [] }],
    ["without entries", { object: "whatsapp_business_account" }],
  ])("that is %s is no webhook, and gets a 400", async (_, body) => {
    expect(await webhook.post(body)).toBe(400);
    expect(webhook.counted("WebhooksRefused", { reason: "not-a-webhook" })).toBe(1);
  });

  it("of 3 MB, the most that Meta sends, is taken", async () => {
    const padding = " ".repeat(3 * 1024 * 1024);
    expect(await webhook.post(JSON.stringify(someWebhook()) + padding)).toBe(200);
    expect(webhook.contents()).toHaveLength(1);
  });

  it("of more than 4 MB gets a 413 before anything is computed from it", async () => {
    expect(await webhook.post("x".repeat(4 * 1024 * 1024 + 1), { appSecret: "another-secret" })).toBe(413);
    expect(webhook.counted("WebhooksRefused", { reason: "too-large" })).toBe(1);
    expect(webhook.counted("SignatureFailures")).toBe(0);
  });
});

describe("an event that is not API Gateway's", () => {
  it.each([{}, { requestContext: {} }, { requestContext: { http: { method: "POST" } }, headers: {} }])(
    "(%j) is answered like any other, with a status",
    async (event) => {
      const answer = await webhook.invoke(event);
      expect(Object.keys(answer)).toEqual(["statusCode"]);
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    },
  );
});

describe("what is refused", () => {
  it("leaves a line with its reason and its correlation id", async () => {
    await webhook.post("not JSON", { requestId: "request-of-the-refusal" });
    expect(webhook.logged()).toContainEqual(
      expect.objectContaining({
        level: "WARN",
        reason: "not-json",
        status: 400,
        correlationId: "request-of-the-refusal",
      }),
    );
  });
});

describe("what the webhook Lambda did meanwhile", () => {
  it("printed no phone number, id, text or key", () => expectNothingPersonal(webhook));
  it("called nobody but DynamoDB and SQS", () => expect(webhook.elsewhere.requests()).toEqual([]));
});
