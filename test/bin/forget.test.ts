import { ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { forgetPerson } from "../../bin/forget/command.ts";
import { eventHash } from "../../functions/sync-events/ids.ts";
import { SAMPLE_BUSINESSES } from "../../local/runtime/sample-businesses.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { startTestSystem, type TestSystem } from "../support/start-test-system.ts";
import {
  messagesWebhook,
  newMessage,
  textWebhook,
  textWebhookWithoutPhone,
} from "../support/webhook-bodies.ts";
import { recordingTerminal } from "./recording-terminal.ts";

vi.setConfig(PATIENT);

const [LA_TERRAZA, SUSHI_SAKURA] = SAMPLE_BUSINESSES;

let system: TestSystem;
beforeAll(async () => {
  system = await startTestSystem({
    environment: { AGENT: "builtin", TURN_PAUSE_SECONDS: "0", SYNC_RETRY_BASE_SECONDS: "0" },
  });
});
afterAll(() => system.stop());

async function forget(...args: string[]) {
  const terminal = recordingTerminal();
  const { AWS_ENDPOINT_URL_DYNAMODB } = system.environment;
  const status = await forgetPerson([...args, "--json"], { AWS_ENDPOINT_URL_DYNAMODB }, terminal);
  return { status, report: JSON.parse(terminal.stdout()), text: terminal.stdout() + terminal.stderr() };
}

/** Every item of every table, as text: what a person could be found in. */
async function everythingStored(): Promise<string> {
  const { TableNames: tables = [] } = await system.dynamodb.send(new ListTablesCommand({}));
  const scans = await Promise.all(
    tables.map((TableName) => system.dynamodb.send(new ScanCommand({ TableName }))),
  );
  return JSON.stringify(scans.map(({ Items }) => Items));
}

/** A message with phone number and user id: from then on the two are one person. */
function knownByBoth(phone: string, userId: string) {
  return messagesWebhook(LA_TERRAZA.phoneNumberId, {
    contacts: [{ profile: { name: "Ana" }, wa_id: phone, user_id: userId }],
    messages: [{ ...newMessage(), from: phone, from_user_id: userId, type: "text", text: { body: "Hola" } }],
  });
}

describe("npm run forget", () => {
  it("erases a person from every store, and nobody else", async () => {
    await postWebhook(system, textWebhook(LA_TERRAZA, "51911111111", "Hola"));
    await postWebhook(system, textWebhook(LA_TERRAZA, "51922222222", "Hola"));
    await postWebhook(system, textWebhook(SUSHI_SAKURA, "51911111111", "Hola"));
    await system.waitUntilIdle();

    const { status, report } = await forget("--phone", "+51911111111", "--sub-domain", "la-terraza");

    expect(status).toBe(0);
    expect(report).toMatchObject({
      outcome: "erased",
      found: { identities: 1, sessions: 1, turns: 1, checkpoints: 1 },
    });
    const stored = await everythingStored();
    expect(stored).not.toMatch(/la-terraza[^"]*51911111111/);
    expect(stored).toMatch(/la-terraza[^"]*51922222222/);
    expect(stored).toMatch(/sushi-sakura[^"]*51911111111/);
  });

  it("follows one identifier to the person's others, whichever is given", async () => {
    for (const given of [
      ["--phone", "51933333333"],
      ["--user-id", "PE.333"],
    ]) {
      await postWebhook(system, knownByBoth("51933333333", "PE.333"));
      await postWebhook(system, textWebhookWithoutPhone(LA_TERRAZA, "PE.333", "Otra vez"));
      await system.waitUntilIdle();
      expect(await everythingStored()).toMatch(/51933333333/);

      const { report } = await forget(...given, "--sub-domain", "la-terraza");

      expect(report.found).toEqual({ identities: 2, sessions: 1, turns: 1, checkpoints: 1 });
      expect(await everythingStored()).not.toMatch(/51933333333|PE\.333/);
    }
  });

  it("leaves the marks of what was handled, so that nothing comes back when Meta repeats it", async () => {
    const body = textWebhook(LA_TERRAZA, "51977777777", "Hola", { id: "wamid.forgotten" });
    await postWebhook(system, body);
    await system.waitUntilIdle();

    await forget("--phone", "51977777777", "--sub-domain", "la-terraza");

    const stored = await everythingStored();
    expect(stored).toContain(`la-terraza#event#${eventHash("wamid.forgotten")}`);
    expect(stored).toContain(`la-terraza#message#${eventHash("wamid.forgotten")}`);
    expect(stored).not.toContain("51977777777");
  });

  it("leaves the one alone who has a number today that was another's", async () => {
    await postWebhook(system, knownByBoth("51944444444", "PE.first"));
    await postWebhook(system, knownByBoth("51944444444", "PE.second"));
    await system.waitUntilIdle();

    await forget("--user-id", "PE.first", "--sub-domain", "la-terraza");

    const stored = await everythingStored();
    expect(stored).not.toContain("PE.first");
    expect(stored).toMatch(/#PE\.second/);
    expect(stored).toMatch(/#\+51944444444/);
  });

  it("counts without erasing when only a preview is asked for, and says where else something may be", async () => {
    await postWebhook(system, textWebhook(LA_TERRAZA, "51955555555", "Hola"));
    await system.waitUntilIdle();
    const before = await everythingStored();

    const { report, text } = await forget(
      "--phone",
      "51955555555",
      "--sub-domain",
      "la-terraza",
      "--preview",
    );

    expect(report).toMatchObject({ outcome: "preview", found: { identities: 1, sessions: 1 } });
    expect(await everythingStored()).toBe(before);
    for (const place of ["CartaAI", "sync-dlq.fifo", "sync.fifo", "Logs", "point-in-time"]) {
      expect(report.elsewhere.join()).toContain(place);
    }
    expect(text).not.toContain("51955555555");
  });

  it("says so when nothing is stored, and forgetting twice is no error", async () => {
    const again = await forget("--phone", "+51911111111", "--sub-domain", "la-terraza");

    expect(again).toMatchObject({ status: 0, report: { outcome: "nothing" } });
  });

  it("waits for what is being tried at CartaAI, unless told otherwise", async () => {
    const person = ["--phone", "+51966666666", "--sub-domain", "la-terraza"];
    const fault = system.cartaai.faults.add({ fault: "refuse", status: 503 });
    await postWebhook(system, textWebhook(LA_TERRAZA, "51966666666", "Hola"));
    await eventually(async () => {
      expect((await forget(...person, "--preview")).report.underWay).toBe(true);
    });

    expect((await forget(...person)).status).toBe(1);
    expect(await everythingStored()).toContain("51966666666");

    system.cartaai.faults.remove(fault.id);
    await system.waitUntilIdle();
    expect((await forget(...person)).report.outcome).toBe("erased");
    expect(await everythingStored()).not.toContain("51966666666");
  });

  it("names every problem of a command line, and asks for a person", async () => {
    const terminal = recordingTerminal();

    expect(await forgetPerson(["--phone", "999", "--user-id", "ana"], {}, terminal)).toBe(2);

    expect(terminal.stderr().split("\n\n")[0]?.split("\n")).toEqual([
      "--phone: expected it with its country's code: +51999999999",
      "--user-id: expected a business-scoped user id: PE.13491208655302741918",
      "--sub-domain: expected the restaurant's name at CartaAI",
      "BUSINESSES_TABLE is not set (--stage sets it)",
      "IDENTITIES_TABLE is not set (--stage sets it)",
      "SESSIONS_TABLE is not set (--stage sets it)",
      "TURNS_TABLE is not set (--stage sets it)",
      "CHECKPOINTS_TABLE is not set (--stage sets it)",
    ]);
  });

  it("names no person when a table does not answer", async () => {
    const terminal = recordingTerminal();
    const environment = {
      BUSINESSES_TABLE: "b",
      IDENTITIES_TABLE: "i",
      SESSIONS_TABLE: "s",
      TURNS_TABLE: "t",
      CHECKPOINTS_TABLE: "c",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9",
    };

    const args = ["--phone", "+51911111111", "--sub-domain", "la-terraza"];
    expect(await forgetPerson(args, environment, terminal)).toBe(1);

    expect(terminal.stderr()).toContain("Not everything could be erased");
    expect(terminal.stderr()).not.toContain("51911111111");
  });
});
