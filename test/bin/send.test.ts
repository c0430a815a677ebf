import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { playScenario } from "../../bin/scenario/command.ts";
import { sendMessage } from "../../bin/send/command.ts";
import { stateSchema } from "../../local/console/api.ts";
import { type ConsoleBench, startConsoleBench } from "../console/console-bench.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { recordingTerminal } from "./recording-terminal.ts";

vi.setConfig(PATIENT);

let bench: ConsoleBench;
beforeEach(async () => {
  bench = await startConsoleBench();
});
afterEach(() => bench.stop());

async function send(...args: string[]) {
  const terminal = recordingTerminal();
  const status = await sendMessage([...args, "--url", bench.url], terminal);
  return { status, out: terminal.stdout(), error: terminal.stderr() };
}

const customers = async () => (await bench.read(stateSchema, "/console/state")).customers;

describe("npm run send", () => {
  it("writes as a customer, to the business that is named", async () => {
    const { status, out } = await send(
      "text",
      "--from",
      "+51999999999",
      "--text",
      "Hola",
      "--to",
      "sushi-sakura",
    );
    expect(status).toBe(0);
    expect(out).toMatch(/^message wamid\.\S+, webhook answered 200\n/);
    expect(await customers()).toMatchObject([
      { phoneNumberId: "109876543210987", identity: { phone: "51999999999" }, lastMessage: "Hola" },
    ]);
  });

  it("prints a curl that does the same: run, it is the same message again", async () => {
    const { out } = await send("text", "--from", "PE.13491208655302741918", "--text", "it's 'quoted' ñ");
    const curl = out.slice(out.indexOf("curl"));
    const { stdout } = await promisify(execFile)("sh", ["-c", curl]);
    expect(stdout).toMatch(/^HTTP\/1.1 200/);
    const [customer] = await customers();
    if (customer === undefined) throw new Error("nobody has written");
    await eventually(async () => expect((await bench.now(customer)).agreement.state).toBe("agrees"));
    const messages = await bench.messages(customer);
    expect(messages.map(({ content }) => content)).toEqual([{ kind: "text", text: "it's 'quoted' ñ" }]);
    const { steps } = await bench.timeline(messages[0]?.id);
    expect(steps.filter(({ kind }) => kind === "received")).toHaveLength(2);
  });

  it("sends files, places and orders", async () => {
    const folder = await mkdtemp(join(tmpdir(), "send-"));
    try {
      const file = join(folder, "voice.ogg");
      await writeFile(file, "OggS");
      expect((await send("audio", "--from", "51999999999", "--file", file)).status).toBe(0);
      expect((await send("audio", "--from", "51999999999", "--file", join(folder, "none.ogg"))).status).toBe(
        2,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
    await send("location", "--from", "51999999999", "--latitude", "-12.1", "--longitude", "-77");
    await send("order", "--from", "51999999999", "--items", "prod001:2,prod002");
    const [customer] = await customers();
    if (customer === undefined) throw new Error("nobody has written");
    expect((await bench.messages(customer)).map(({ content }) => content)).toMatchObject([
      { kind: "audio", mimeType: "audio/ogg" },
      { kind: "location", latitude: -12.1, longitude: -77 },
      {
        kind: "order",
        items: [
          { productId: "prod001", quantity: 2 },
          { productId: "prod002", quantity: 1 },
        ],
      },
    ]);
  });

  it.each([
    [["text", "--text", "Hola"], "--from"],
    [["--from", "51999999999"], "no kind"],
    [["text", "--from", "51999999999"], "text"],
    [["dance", "--from", "51999999999"], "kind"],
    [["text", "--from", "51999999999", "--text", "Hola", "--to", "nowhere"], "la-terraza, sushi-sakura"],
  ])("says what is wrong with %j", async (args, words) => {
    const { status, error } = await send(...args);
    expect(status).toBe(2);
    expect(error).toContain(words);
  });

  it("says that no console answers", async () => {
    const terminal = recordingTerminal();
    const args = ["text", "--from", "51999999999", "--text", "Hola", "--url", "http://127.0.0.1:1"];
    expect(await sendMessage(args, terminal)).toBe(1);
    expect(terminal.stderr()).toContain("Is `npm start` running?");
  });

  it("ends with 1 when the webhook does not acknowledge", async () => {
    const terminal = recordingTerminal();
    await bench.request("DELETE", "/console/faults");
    await bench.system.stop();
    expect(
      await sendMessage(["text", "--from", "51999999999", "--text", "x", "--url", bench.url], terminal),
    ).toBe(1);
  });
});

describe("npm run scenario", () => {
  it("lists what there is, and plays one to its end", async () => {
    const listing = recordingTerminal();
    expect(await playScenario(["--list", "--url", bench.url], listing)).toBe(0);
    expect(listing.stdout()).toMatch(/dinner-by-voice .*\n/);
    const terminal = recordingTerminal();
    expect(await playScenario(["number-change", "--url", bench.url], terminal)).toBe(0);
    expect(terminal.stdout()).toContain(`'${bench.url}/console/scenarios/number-change/play'`);
    expect(terminal.stdout()).toMatch(/number-change was played to its end\.\n$/);
  });

  it("says that there is no such scenario", async () => {
    const terminal = recordingTerminal();
    expect(await playScenario(["nothing", "--url", bench.url], terminal)).toBe(1);
    expect(terminal.stderr()).toBe("there is no such scenario\n");
  });
});
