import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runDoctor } from "../../bin/doctor/command.ts";
import { toItem } from "../../functions/aws/items.ts";
import { BUSINESSES_TABLE, SUBSCRIBED_FIELDS } from "../../lib/resources.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { type Secrets, startSecrets } from "../../local/secrets/start-secrets.ts";
import { PATIENT } from "../support/patience.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import { recordingTerminal } from "./recording-terminal.ts";

vi.setConfig(PATIENT);

const [LA_TERRAZA] = SAMPLE_BUSINESSES;

let system: TestSystem;
let secrets: Secrets;
beforeEach(async () => {
  secrets = await startSecrets();
  system = await startTestSystem({ businesses: [LA_TERRAZA] });
});
afterEach(async () => {
  await system.stop();
  await secrets.stop();
});

interface Report {
  readonly ok: boolean;
  readonly findings: readonly {
    readonly name: string;
    readonly status: string;
    readonly detail: string;
    readonly fix?: string;
  }[];
}

async function doctor(over: Readonly<Record<string, string>> = {}) {
  const terminal = recordingTerminal();
  const { AWS_ENDPOINT_URL_DYNAMODB } = system.environment;
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    WEBHOOK_URL: system.addresses.webhook,
    CARTAAI_API_BASE_URL: system.addresses.cartaai,
    WHATSAPP_GRAPH_BASE_URL: system.addresses.whatsapp,
    ...over,
  };
  const status = await runDoctor(["--json"], environment, terminal);
  const report: Report = JSON.parse(terminal.stdout());
  return { status, report, text: terminal.stdout() };
}

/** The one check that is not all right. */
async function theProblem(over: Readonly<Record<string, string>> = {}) {
  const { report } = await doctor(over);
  const problems = report.findings.filter(({ status }) => status !== "ok");
  expect(problems).toHaveLength(1);
  return problems[0];
}

async function secret(Name: string, value: object): Promise<string> {
  await secrets.client.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }));
  return Name;
}

async function register(over: Readonly<Record<string, string>>) {
  const Item = toItem({ ...LA_TERRAZA, ...over });
  await system.dynamodb.send(new PutItemCommand({ TableName: BUSINESSES_TABLE.name, Item }));
}

describe("npm run doctor", () => {
  it("finds nothing wrong with a system in which a message reaches CartaAI, and changes nothing there", async () => {
    const { status, report } = await doctor();

    expect(report.findings.filter((finding) => finding.status !== "ok")).toEqual([]);
    expect(status).toBe(0);
    expect(report.findings.map(({ name }) => name)).toEqual([
      "The app secret and the verify token are there",
      "CartaAI's key is there",
      "The webhook answers",
      "It answers Meta's handshake",
      "It takes what is signed with the app secret",
      "It refuses what is signed otherwise",
      "Restaurants are registered",
      "CartaAI answers",
      "The key is accepted",
      "The token of La Terraza is there",
      "Meta accepts the token of La Terraza",
      "The token of La Terraza may send and manage",
      "The token of La Terraza does not expire",
      "WhatsApp account 102290129340398 hands its webhooks to the app",
      "The app secret is the Meta app's",
      "The Meta app sends its webhooks here",
      "All fields are subscribed",
    ]);
    expect(system.cartaai.conversations()).toEqual([]);
    expect(system.whatsapp.sent()).toEqual([]);
  });

  it("prints the same for a person", async () => {
    const terminal = recordingTerminal();
    const { AWS_ENDPOINT_URL_DYNAMODB } = system.environment;

    expect(await runDoctor([], { AWS_ENDPOINT_URL_DYNAMODB }, terminal)).toBe(1);

    expect(terminal.stdout()).toContain("✗ The configuration is complete\n    WEBHOOK_URL is not set\n");
    expect(terminal.stdout()).toContain("CARTAAI_API_BASE_URL is not set");
  });

  it("names a secret that is empty or incomplete, and the command that fills it", async () => {
    const missing = await doctor({ CARTAAI_SECRET_ID: "cartaai" });
    expect(missing.report.findings[1]).toMatchObject({
      status: "failed",
      detail: "secret cartaai could not be read: ResourceNotFoundException",
      fix: `aws secretsmanager put-secret-value --secret-id 'cartaai' --secret-string '{"apiKey":"…"}'`,
    });
    await secret("whatsapp", { appSecret: "local-app-secret" });
    const incomplete = await doctor({ WHATSAPP_SECRET_ID: "whatsapp" });
    expect(incomplete.report.findings[0]?.detail).toBe("secret whatsapp lacks: verifyToken");
    expect(incomplete.status).toBe(1);
  });

  it("looks at the secrets that only some stages have", async () => {
    const other = { AI_SECRET_ID: "models", AGENT_SECRET_ID: "bot" };
    await secret("models", { apiKey: "key" });
    expect(await theProblem(other)).toMatchObject({ name: "The bot's secret is there", status: "failed" });
    await secret("bot", { secret: "shared" });
    expect((await doctor(other)).status).toBe(0);
  });

  it("reads what is in Secrets Manager, and reminds of a rotation that was not finished", async () => {
    await secret("whatsapp", {
      appSecret: "local-app-secret",
      previousAppSecret: "older",
      verifyToken: "local-verify-token",
    });
    await secret("cartaai", { apiKey: "carta_srv_local" });

    const stored = { WHATSAPP_SECRET_ID: "whatsapp", CARTAAI_SECRET_ID: "cartaai" };
    expect((await doctor(stored)).status).toBe(0);
    expect(await theProblem(stored)).toMatchObject({
      name: "Only one app secret is in use",
      status: "warning",
    });
  });

  it("tells an app secret that is not the Meta app's from one that the webhook does not have", async () => {
    const { report } = await doctor({ WHATSAPP_APP_SECRET: "mistyped" });
    const wrong = report.findings.filter(({ status }) => status === "failed").map(({ name }) => name);
    expect(wrong).toEqual([
      "It takes what is signed with the app secret",
      "The app secret is the Meta app's",
    ]);

    system.whatsapp.configureApp({ secret: "another" });
    expect(await theProblem()).toMatchObject({ name: "The app secret is the Meta app's" });
  });

  it("says when the webhook does not answer, or to another verify token", async () => {
    expect(await theProblem({ WHATSAPP_VERIFY_TOKEN: "mistyped" })).toMatchObject({
      name: "It answers Meta's handshake",
      detail: "HTTP 403",
    });
    const { report } = await doctor({ WEBHOOK_URL: "http://127.0.0.1:9/webhook" });
    expect(report.findings.find(({ name }) => name === "The webhook answers")).toMatchObject({
      status: "failed",
      detail: "http://127.0.0.1:9/webhook does not",
    });
  });

  it("says what is wrong with CartaAI", async () => {
    expect(await theProblem({ CARTAAI_API_KEY: "carta_srv_other" })).toMatchObject({
      name: "The key is accepted",
      detail: "CartaAI refuses the key (HTTP 401)",
    });
    const unreachable = await theProblem({ CARTAAI_API_BASE_URL: "http://127.0.0.1:9" });
    expect(unreachable).toMatchObject({ name: "CartaAI answers", status: "failed" });
  });

  it("says which token Meta refuses, and shows no token", async () => {
    await register({ tokenSecretId: await secret("token", { token: "revoked-token" }) });

    const { text } = await doctor();

    expect(await theProblem()).toMatchObject({
      name: "Meta accepts the token of La Terraza",
      detail: "Meta does not accept the token (HTTP 401, code 190)",
    });
    expect(text).not.toContain("revoked-token");
    const mended = { SecretId: "token", SecretString: '{"token":"local-whatsapp-token"}' };
    await secrets.client.send(new PutSecretValueCommand(mended));
    expect((await doctor()).status).toBe(0);
  });

  it("looks into what a token may do, and until when", async () => {
    system.whatsapp.configureApp({ scopes: ["whatsapp_business_messaging"] });
    expect(await theProblem()).toMatchObject({
      status: "failed",
      detail: "it lacks whatsapp_business_management",
    });
    system.whatsapp.configureApp({
      scopes: ["whatsapp_business_messaging", "whatsapp_business_management"],
      tokensExpireAt: Date.UTC(2027, 0, 31) / 1000,
    });
    expect(await theProblem()).toMatchObject({ status: "warning", detail: "it ends on 2027-01-31" });
  });

  it("says where the Meta app sends its webhooks instead, and which fields are missing", async () => {
    const { webhook } = system.addresses;
    system.whatsapp.configureApp({ subscription: { callbackUrl: webhook, fields: ["messages"] } });
    expect(await theProblem()).toMatchObject({ detail: "missing: smb_message_echoes, user_id_update" });
    const elsewhere = { callbackUrl: "https://old.example/webhook", fields: SUBSCRIBED_FIELDS };
    system.whatsapp.configureApp({ subscription: elsewhere });
    expect(await theProblem()).toMatchObject({ detail: "it sends them to https://old.example/webhook" });
    system.whatsapp.configureApp({ subscription: undefined });
    expect(await theProblem()).toMatchObject({
      detail: "it sends none",
      fix: expect.stringContaining(webhook),
    });
  });

  it("says when the WhatsApp account does not hand its webhooks to the app", async () => {
    system.whatsapp.configureApp({ receivesAccount: false });

    expect((await theProblem())?.fix).toMatch(/^curl -X POST .*\/102290129340398\/subscribed_apps/);
  });

  it("says when the Graph API does not answer", async () => {
    expect(await theProblem({ WHATSAPP_GRAPH_BASE_URL: "http://127.0.0.1:9" })).toMatchObject({
      detail: "the Graph API does not answer",
    });
  });

  it("names restaurants that cannot be used, and says so when there are none", async () => {
    const broken = toItem({ phoneNumberId: "7", name: "", subDomain: "a b" });
    await system.dynamodb.send(new PutItemCommand({ TableName: BUSINESSES_TABLE.name, Item: broken }));
    expect(await theProblem()).toMatchObject({
      name: "The entry of phone number id 7 is usable",
      detail: "wrong: name, subDomain",
    });
    expect((await doctor({ BUSINESSES_TABLE: "nowhere" })).report.findings.at(-1)).toMatchObject({
      detail: "table nowhere cannot be read: ResourceNotFoundException",
    });
  });

  it("answers a wrong command line with status 2 and the help", async () => {
    const terminal = recordingTerminal();

    expect(await runDoctor(["--everything"], {}, terminal)).toBe(2);
    expect(terminal.stderr()).toContain("Usage: npm run doctor");
  });
});
