import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { manageBusinesses } from "../../bin/business/command.ts";
import { createBusinessRegistry } from "../../functions/businesses/business-registry.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { startSystem } from "../../local/runtime/system.ts";
import { type Secrets, startSecrets } from "../../local/secrets/start-secrets.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { startWhatsApp, type WhatsAppStandIn } from "../../local/whatsapp/server.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { textWebhook } from "../support/webhook-bodies.ts";
import { recordingTerminal } from "./recording-terminal.ts";

const ID = "106540352242922";
const TERRAZA = ["--phone-number-id", ID, "--name", "La Terraza", "--sub-domain", "la-terraza"];
const SECRET = `conversation-bridge/local/businesses/${ID}`;

let tables: Tables;
let secrets: Secrets;
let whatsapp: WhatsAppStandIn;
let folder: string;
beforeAll(async () => {
  tables = await startTables([BUSINESSES_TABLE]);
  whatsapp = await startWhatsApp({ port: 0, tokens: ["token-1", "token-2"] });
  folder = await mkdtemp(join(tmpdir(), "business-tokens-"));
});
afterAll(async () => {
  await whatsapp.stop();
  await tables.stop();
});

beforeEach(async () => {
  secrets = await startSecrets();
  await createBusinessRegistry(tables.client, BUSINESSES_TABLE.name).remove(ID);
  return () => secrets.stop();
});

async function tokenFile(content: string): Promise<string> {
  const file = join(folder, "token");
  await writeFile(file, content);
  return file;
}

async function business(args: readonly string[], over: Record<string, string> = {}) {
  const terminal = recordingTerminal();
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    WHATSAPP_GRAPH_BASE_URL: whatsapp.url,
    ...over,
  };
  const status = await manageBusinesses(args, environment, terminal);
  return { status, text: terminal.stdout() + terminal.stderr() };
}

const add = async (token: string, ...more: string[]) =>
  await business(["add", ...TERRAZA, "--token-file", await tokenFile(token), ...more]);

async function storedToken(SecretId = SECRET): Promise<string | undefined> {
  const { SecretString: value = "{}" } = await secrets.client.send(new GetSecretValueCommand({ SecretId }));
  return JSON.parse(value).token;
}

async function registered() {
  return (await createBusinessRegistry(tables.client, BUSINESSES_TABLE.name).find(ID))?.business;
}

describe("npm run business, with a WhatsApp token", () => {
  it("checks the token at Meta, keeps it in a secret of its own, and points the table to it", async () => {
    const { status, text } = await add("token-1\n");

    expect(text).toContain("Meta accepts the token: +1 555-010-0000, Sample business.");
    expect(status).toBe(0);
    expect(await storedToken()).toBe("token-1");
    expect(await registered()).toMatchObject({ name: "La Terraza", tokenSecretId: SECRET });
  });

  it("writes nothing when Meta refuses the token, says why, and never shows it", async () => {
    const { status, text } = await add("token-3");

    expect(status).toBe(1);
    expect(text).toContain("Nothing was written: Meta does not accept the token (HTTP 401, code 190).");
    expect(text).not.toContain("token-3");
    expect(await registered()).toBeUndefined();
    await expect(storedToken()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("writes nothing for a number that the token cannot see, or when Meta does not answer", async () => {
    whatsapp.faults.add({ fault: "error", code: 100, subcode: 33, operation: "readPhoneNumber", times: 1 });
    expect((await add("token-1")).text).toContain("cannot see that id (HTTP 400, code 100)");
    whatsapp.faults.add({ fault: "down", operation: "readPhoneNumber", times: 1 });
    expect((await add("token-1")).text).toContain("the Graph API does not answer");
    expect(await registered()).toBeUndefined();
  });

  it("takes a token unchecked where that is asked for", async () => {
    const before = whatsapp.calls().length;

    expect((await add("token-3", "--unchecked")).status).toBe(0);

    expect(whatsapp.calls()).toHaveLength(before);
    expect(await storedToken()).toBe("token-3");
  });

  it("does not overwrite the token of a business that is there already", async () => {
    await add("token-1");

    expect((await add("token-2")).status).toBe(1);

    expect(await storedToken()).toBe("token-1");
  });

  it("rotates a token without touching anything else", async () => {
    await add("token-1");
    const before = await registered();

    const file = await tokenFile("token-2");
    const { status, text } = await business(["token", "--phone-number-id", ID, "--token-file", file]);

    expect(text).toContain("in use within five minutes");
    expect(status).toBe(0);
    expect(await storedToken()).toBe("token-2");
    expect(await registered()).toEqual(before);
  });

  it("keeps the old token when the new one is refused", async () => {
    await add("token-1");

    const file = await tokenFile("token-3");
    const { status } = await business(["token", "--phone-number-id", ID, "--token-file", file]);

    expect(status).toBe(1);
    expect(await storedToken()).toBe("token-1");
  });

  it("points a business that had no token to its first one", async () => {
    await business(["add", ...TERRAZA]);

    await business(["token", "--phone-number-id", ID, "--token-file", await tokenFile("token-1")]);

    expect(await registered()).toMatchObject({ tokenSecretId: SECRET });
  });

  it("keeps the token of a business that is replaced without one", async () => {
    await add("token-1");

    await business(["add", ...TERRAZA.with(3, "El Jardín"), "--replace"]);

    expect(await registered()).toMatchObject({ name: "El Jardín", tokenSecretId: SECRET });
  });

  it("marks the secret for deletion with its business, and takes it back when the business comes back", async () => {
    await add("token-1");

    const { text } = await business(["remove", "--phone-number-id", ID]);

    expect(text).toContain("will be deleted in 7 days");
    await expect(storedToken()).rejects.toMatchObject({ name: "InvalidRequestException" });
    expect((await add("token-2")).status).toBe(0);
    expect(await storedToken()).toBe("token-2");
  });

  it("leaves a secret alone that it has not made", async () => {
    await business(["add", ...TERRAZA, "--token-secret-id", "shared/token"]);

    expect((await business(["remove", "--phone-number-id", ID])).text).toContain(
      "shared/token is still there",
    );
  });

  it("finds everything of a stage in what the deployment wrote down", async () => {
    const outputs = join(folder, "outputs.json");
    const stack = {
      BusinessesTable: BUSINESSES_TABLE.name,
      BusinessSecretsPrefix: "conversation-bridge/dev/b/",
    };
    await writeFile(outputs, JSON.stringify({ "conversation-bridge-dev": stack }));

    const added = await business(
      ["add", ...TERRAZA, "--token-file", await tokenFile("token-1"), "--stage", "dev"],
      { CDK_OUTPUTS: outputs },
    );

    expect(added.status).toBe(0);
    expect(await storedToken(`conversation-bridge/dev/b/${ID}`)).toBe("token-1");
    const other = await business(["list", "--stage", "prod"], { CDK_OUTPUTS: outputs });
    expect(other).toMatchObject({ status: 2 });
    expect(other.text).toContain('says nothing about stage "prod"');
  });

  it.each([
    ["a file that is not there", "/nowhere/token", "cannot be read"],
    ["an empty file", "", "nothing else"],
    ["a file with more than a token", "one two", "nothing else"],
  ])("refuses %s", async (_, content, problem) => {
    const file = content.startsWith("/") ? content : await tokenFile(content);

    const { status, text } = await business(["add", ...TERRAZA, "--token-file", file]);

    expect(status).toBe(1);
    expect(text).toContain(problem);
  });

  it("asks where tokens are kept before anything is written", async () => {
    const args = ["add", ...TERRAZA, "--token-file", await tokenFile("token-1")];

    const { status, text } = await business(args, { AWS_ENDPOINT_URL_SECRETS_MANAGER: "" });

    expect(status).toBe(2);
    expect(text).toContain("BUSINESS_SECRETS_PREFIX is not set");
  });

  it("is what the bot writes with, and no other token", async () => {
    const system = await startSystem({
      businesses: [],
      environment: {
        AGENT: "builtin",
        TURN_PAUSE_SECONDS: "0",
        WHATSAPP_TOKEN: "nobody's",
        WHATSAPP_GRAPH_BASE_URL: whatsapp.url,
      },
    });
    try {
      const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SECRETS_MANAGER } = system.environment;
      const environment = { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SECRETS_MANAGER };
      const args = ["add", ...TERRAZA, "--token-file", await tokenFile("token-2")];
      expect((await business(args, environment)).status).toBe(0);

      await postWebhook(system, textWebhook({ phoneNumberId: ID }, "51999999999", "Hola"));
      await system.waitUntilIdle();

      expect(whatsapp.sent().map(({ phoneNumberId }) => phoneNumberId)).toContain(ID);
    } finally {
      await system.stop();
    }
  });
});
