import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { manageBusinesses } from "../../bin/business/command.ts";
import { toItem } from "../../functions/aws/items.ts";
import { createBusinessRegistry } from "../../functions/businesses/business-registry.ts";
import { createBusinessesTable } from "../../functions/businesses/businesses-table.ts";
import { BUSINESSES_TABLE } from "../../lib/resources.ts";
import { startTables, type Tables } from "../../local/tables/start-tables.ts";
import { recordingTerminal } from "./recording-terminal.ts";
import { runCommand } from "./run-command.ts";

const TERRAZA = [
  "--phone-number-id",
  "106540352242922",
  "--name",
  "La Terraza",
  "--sub-domain",
  "la-terraza",
];

let tables: Tables;
beforeAll(async () => {
  tables = await startTables([BUSINESSES_TABLE]);
});
afterAll(() => tables.stop());

beforeEach(async () => {
  const registry = createBusinessRegistry(tables.client, BUSINESSES_TABLE.name);
  for (const { phoneNumberId } of await registry.list()) await registry.remove(phoneNumberId);
});

async function business(args: readonly string[], environment?: Record<string, string>) {
  const terminal = recordingTerminal();
  const local = environment ?? { AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint };
  const status = await manageBusinesses(args, local, terminal);
  return { status, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

/** Milliseconds for the start of two processes on a busy machine. */
const PROCESSES = 60_000;

describe("npm run business", () => {
  it(
    "adds a business that the webhook finds, lists it, and removes it, as a process of its own",
    async () => {
      const endpoint = ["--endpoint", tables.endpoint];
      const added = await runCommand("business.ts", ["add", ...TERRAZA, "--local-id", "LT-01", ...endpoint]);
      expect(added.status).toBe(0);
      expect(added.stdout).toContain("Added La Terraza (phone number id 106540352242922");
      const findBusiness = createBusinessesTable(tables.client, BUSINESSES_TABLE.name);
      expect(await findBusiness("106540352242922")).toEqual({
        phoneNumberId: "106540352242922",
        name: "La Terraza",
        subDomain: "la-terraza",
        localId: "LT-01",
      });
      const removed = await runCommand("business.ts", ["remove", "--phone-number-id", "106540352242922"], {
        AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      });
      expect(removed.status).toBe(0);
      expect(removed.stdout).toContain("Removed La Terraza (phone number id 106540352242922");
      expect(await findBusiness("106540352242922")).toBeUndefined();
    },
    PROCESSES,
  );

  it("does not take another business's place unless told to", async () => {
    await business(["add", ...TERRAZA]);
    const renamed = ["add", ...TERRAZA.with(3, "El Jardín")];
    const refused = await business(renamed);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("--replace");
    expect((await business(["list"])).stdout).toContain("La Terraza");
    const replaced = await business([...renamed, "--replace"]);
    expect(replaced.status).toBe(0);
    expect(replaced.stdout).toMatch(/Replaced La Terraza .* by El Jardín/);
    expect((await business(["list"])).stdout).not.toContain("La Terraza");
  });

  it("lists businesses by sub-domain, as a table or as JSON", async () => {
    await business([
      "add",
      "--phone-number-id",
      "2",
      "--name",
      "Sushi Sakura",
      "--sub-domain",
      "sushi-sakura",
    ]);
    const more = ["--bot-id", "bot-1", "--token-secret-id", "whatsapp/la-terraza", "--currency", "USD"];
    const country = ["--language", "en", "--calling-code", "+1"];
    await business(["add", ...TERRAZA, ...more, ...country]);
    const { stdout } = await business(["list"]);
    expect(stdout.split("\n").map((line) => line.split(/\s{2,}/)[1])).toEqual([
      "NAME",
      "La Terraza",
      "Sushi Sakura",
      undefined,
    ]);
    expect(JSON.parse((await business(["list", "--json"])).stdout)).toEqual({
      businesses: [
        {
          phoneNumberId: "106540352242922",
          name: "La Terraza",
          subDomain: "la-terraza",
          botId: "bot-1",
          tokenSecretId: "whatsapp/la-terraza",
          currency: "USD",
          language: "en",
          callingCode: "+1",
        },
        { phoneNumberId: "2", name: "Sushi Sakura", subDomain: "sushi-sakura" },
      ],
      unusable: [],
    });
  });

  it("lists more businesses than one page of a scan holds", async () => {
    // DynamoDB ends a page at 1 MB.
    const ids = ["31", "32", "33", "34", "35"];
    const name = "n".repeat(380_000);
    for (const phoneNumberId of ids) {
      const item = toItem({ phoneNumberId, name, subDomain: `s-${phoneNumberId}` });
      await tables.client.send(new PutItemCommand({ TableName: BUSINESSES_TABLE.name, Item: item }));
    }
    const listing = JSON.parse((await business(["list", "--json"])).stdout);
    expect(listing.businesses.map((entry: { phoneNumberId: string }) => entry.phoneNumberId)).toEqual(ids);
  });

  it("shows an item that the webhook cannot use next to those that it can", async () => {
    await business(["add", ...TERRAZA]);
    const item = toItem({ phoneNumberId: "7", name: "", subDomain: "a b" });
    await tables.client.send(new PutItemCommand({ TableName: BUSINESSES_TABLE.name, Item: item }));
    const { status, stdout } = await business(["list"]);
    expect(status).toBe(0);
    expect(stdout).toContain("La Terraza");
    expect(stdout).toContain("Unusable: 7, wrong: name, subDomain");
    expect((await business(["remove", "--phone-number-id", "7"])).stdout).toContain("an unusable item");
  });

  it("says so when there is nothing to list or to remove", async () => {
    expect(await business(["list"])).toMatchObject({ status: 0, stdout: "No business is registered.\n" });
    const removed = await business(["remove", "--phone-number-id", "404"]);
    expect(removed).toMatchObject({ status: 1, stderr: "No business has the phone number id 404.\n" });
  });

  it("names every problem of a command line at once, with the help", async () => {
    const { status, stdout, stderr } = await business(
      [
        "add",
        "--phone-number-id",
        "12x",
        "--sub-domain",
        "la_terraza",
        "--local-id",
        "",
        "--currency",
        "sol",
        "--language",
        "de",
        "--calling-code",
        "51",
      ],
      {},
    );
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.split("\n\n")[0]?.split("\n")).toEqual([
      "--phone-number-id: expected Meta's phone number id: digits",
      "--name is missing",
      "--sub-domain: expected letters, digits and hyphens",
      "--local-id is empty",
      "--currency: expected a currency's code of three capitals, such as PEN",
      "--language: expected one of es, en, fr, pt",
      "--calling-code: expected a country's calling code, such as +51",
      "--table or --stage is missing, and BUSINESSES_TABLE is not set",
    ]);
    expect(stderr).toContain("Usage: npm run business");
  });

  it.each([
    ["no command", []],
    ["an unknown command", ["rename"]],
    ["an unknown option", ["list", "--colour"]],
    ["an option of another command", ["remove", "--phone-number-id", "1", "--name", "x"]],
    ["an argument that is no option", ["list", "everything"]],
    ["remove without an id", ["remove"]],
    ["an endpoint that is no address", ["list", "--endpoint", "localhost:8000"]],
  ])("answers %s with status 2 and the help", async (_, args) => {
    const { status, stderr } = await business(args);
    expect(status).toBe(2);
    expect(stderr).toContain("Usage: npm run business");
  });

  it("prints the help when asked to", async () => {
    for (const args of [["--help"], ["add", "--help"], ["remove", "-h"]]) {
      expect(await business(args)).toMatchObject({ status: 0, stderr: "" });
    }
  });

  it("explains a table that does not exist and an endpoint that does not answer", async () => {
    const noTable = await business(["list", "--table", "restaurants"]);
    expect(noTable.status).toBe(1);
    expect(noTable.stderr).toContain("There is no table restaurants");
    const gone = await startTables([]);
    await gone.stop();
    const unreachable = await business(["list", "--endpoint", gone.endpoint]);
    expect(unreachable.status).toBe(1);
    expect(unreachable.stderr).toContain("does not answer");
  });

  it("keeps control characters of a name away from the terminal", async () => {
    await business(["add", ...TERRAZA.with(3, "La \u001b[2JTerraza\nSushi")]);
    expect((await business(["list"])).stdout).toContain("La  [2JTerraza Sushi");
  });
});
