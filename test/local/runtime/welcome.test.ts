import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readCommand, webhookCommand, welcome } from "../../../local/runtime/welcome.ts";
import { PATIENT } from "../../support/patience.ts";
import { startTestSystem, type TestSystem } from "../../support/start-test-system.ts";

vi.setConfig(PATIENT);

const BUSINESS = { phoneNumberId: "42", name: "L'Été", subDomain: "l-ete", localId: "l-ete-1" };

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ businesses: [BUSINESS], environment: { AGENT: "builtin" } });
});
afterAll(() => system.stop());

async function sh(command: string): Promise<string> {
  return (await promisify(execFile)("sh", ["-c", command])).stdout;
}

/** The commands in the text: the lines from "  curl" to the first empty one. */
function commandsIn(text: string): string[] {
  return text.split("\n\n").filter((paragraph) => paragraph.startsWith("  curl"));
}

describe("what a start prints", () => {
  it("holds three commands that work as they are pasted: write, see the answer, read it all back", async () => {
    const [write = "", outbox = "", read = ""] = commandsIn(welcome(system, BUSINESS));
    expect(await sh(write)).toMatch(/^HTTP\/1\.1 200/);
    await system.waitUntilIdle();
    const { messages } = JSON.parse(await sh(outbox));
    expect(messages).toMatchObject([{ recipient: { id: "51999999999" } }]);
    const answer = JSON.parse(await sh(read));
    expect(answer.data.context.previousMessages).toMatchObject([
      { role: "user", content: "Hola, quiero una pizza" },
      { role: "bot" },
    ]);
  });

  it("counts a webhook once that is pasted twice", async () => {
    const written = () =>
      system.cartaai.transcript("+51999999999", BUSINESS.subDomain).filter(({ role }) => role === "user")
        .length;
    const before = written();
    const write = webhookCommand(system.addresses.webhook, BUSINESS, system.environment.WHATSAPP_APP_SECRET);
    await sh(write);
    await sh(write);
    await system.waitUntilIdle();
    expect(written()).toBe(before + 1);
  });

  it("quotes whatever is in an address", async () => {
    const read = readCommand("http://localhost/it's-$HOME", BUSINESS, "carta_srv_local");
    const parameters = await sh(`curl() { printf '%s\\n' "$@"; }; ${read}`);
    expect(parameters.split("\n")).toContain(
      "http://localhost/it's-$HOME/api/v1/conversations/user/%2B51999999999?subDomain=l-ete",
    );
  });

  it("shows where everything is, and which of it is a stand-in", () => {
    const text = welcome(system, BUSINESS);
    const { webhook, cartaai } = system.addresses;
    expect(text).toContain(webhook.replace("127.0.0.1", "localhost"));
    expect(text).toContain(`${cartaai.replace("127.0.0.1", "localhost")}  (stand-in)`);
    expect(welcome({ ...system, cartaai: undefined }, BUSINESS)).not.toMatch(/CartaAI .*\(stand-in\)/);
  });

  it("prints no key but the local one", () => {
    expect(readCommand("https://cartaai.example", BUSINESS, "carta_srv_real")).toContain(
      `-H "X-Service-API-Key: $CARTAAI_API_KEY"`,
    );
    expect(readCommand("https://cartaai.example", BUSINESS, "a.token")).toContain(
      `-H "Authorization: Bearer $CARTAAI_API_KEY"`,
    );
  });
});
