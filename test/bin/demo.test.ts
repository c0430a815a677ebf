import { describe, expect, it } from "vitest";
import { demonstrate } from "../../bin/demo/command.ts";
import { progressLine } from "../../bin/demo/progress-line.ts";
import { LUIS } from "../../local/demo/day/people.ts";
import { says } from "../../local/demo/items.ts";
import { text } from "../../local/demo/message-content.ts";
import type { Scenario } from "../../local/demo/scenario.ts";
import { startOwnServer } from "../pipeline/own-server.ts";
import { recordingTerminal } from "./recording-terminal.ts";
import { runCommand } from "./run-command.ts";

/** Milliseconds for a whole demonstration on a busy machine. */
const DEMONSTRATION = 240_000;

const elsewhere = { isTTY: false, columns: 80, write: () => undefined };

/** A day that expects something else than what is said. */
const A_WRONG_DAY: Scenario = {
  customers: [LUIS],
  orders: [],
  script: {},
  deliveries: [
    {
      title: "Luis greets",
      items: [says(LUIS, "luis-greets", text("Buenos días a todos"), "Buenas noches a todos")],
      repeated: "at-once",
      whileCartaAIHangs: true,
    },
  ],
};

describe("npm run demo", () => {
  it(
    "plays a day in which every check holds, and prints nothing but one JSON object",
    async () => {
      const { status, stdout, stderr } = await runCommand("demo.ts", ["--json"]);
      const report = JSON.parse(stdout);
      expect(report.checks.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
      expect(report.ok).toBe(true);
      expect(status).toBe(0);
      expect(stderr).toBe("");
      expect(report.checks.length).toBeGreaterThan(15);
      expect(report.transcripts).toHaveLength(6);
      expect(report.transcripts[0]).toMatchObject({
        customer: "Ana Quispe Rojas",
        business: "La Terraza",
        messages: expect.arrayContaining([
          expect.objectContaining({ role: "user", content: "[Button] Confirmar" }),
          expect.objectContaining({ role: "bot", content: expect.stringContaining("LT-00001") }),
          expect.objectContaining({ role: "bot", content: "[Staff] Hola Ana, ¿el lomo término medio?" }),
        ]),
      });
    },
    DEMONSTRATION,
  );

  it(
    "ends with status 1 when what CartaAI holds is not what was said, and says what is wrong",
    async () => {
      const terminal = { ...recordingTerminal(), progress: elsewhere };
      expect(await demonstrate([], terminal, A_WRONG_DAY)).toBe(1);
      expect(terminal.stdout()).toContain("user │ Buenos días a todos");
      const failed = terminal.stdout().match(/^✗ .*/gm) ?? [];
      expect(failed[0]).toContain('lost: user "Buenas noches a todos"');
      expect(failed[0]).toContain('never said: user "Buenos días a todos"');
      expect(failed[1]).toContain('"Buenas noches a todos" stands there 0 times');
      // On such a day no state was compared, and nothing was ordered.
      expect(failed.slice(2).map((line) => line.split(/ {2,}/)[1])).toEqual([
        "no state was compared",
        "nothing was to be ordered",
      ]);
      expect(terminal.stdout()).toContain("Not every check holds.");
    },
    DEMONSTRATION,
  );

  it(
    "plays the rest of the day with other models and another WhatsApp, which get what is sent",
    async () => {
      const spoken = { choices: [{ index: 0, message: { role: "assistant", content: "" } }] };
      const models = await startOwnServer(() => spoken);
      let sent = 0;
      const whatsapp = await startOwnServer(() => {
        sent += 1;
        return { messages: [{ id: `wamid.own-${sent}` }] };
      });
      try {
        const { status, stdout } = await runCommand("demo.ts", ["--json"], {
          ...{ AI_BASE_URL: `${models.url}/v1`, AI_API_KEY: "a-key-of-mine", AI_CHAT_MODEL: "mine" },
          ...{ WHATSAPP_GRAPH_BASE_URL: whatsapp.url, WHATSAPP_TOKEN: "a-token-of-mine" },
        });
        const { checks, ok } = JSON.parse(stdout);
        expect(checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([]);
        expect([ok, status]).toEqual([true, 0]);
        expect(checks).toContainEqual(
          expect.objectContaining({ detail: expect.stringMatching(/^3 orders/) }),
        );
        const texts = whatsapp.requests.map(({ bytes }) => bytes.toString());
        expect(texts.filter((text) => text.includes("LT-0000"))).toHaveLength(3);
        const keys = (requests: typeof models.requests) =>
          new Set(requests.map(({ headers }) => headers.authorization));
        expect(keys(models.requests)).toEqual(new Set(["Bearer a-key-of-mine"]));
        expect(keys(whatsapp.requests)).toEqual(new Set(["Bearer a-token-of-mine"]));
      } finally {
        await models.stop();
        await whatsapp.stop();
      }
    },
    DEMONSTRATION,
  );

  it("answers a wrong command line with status 2 and the help, and --help with the help", async () => {
    const wrong = { ...recordingTerminal(), progress: elsewhere };
    expect(await demonstrate(["--jsno"], wrong)).toBe(2);
    expect(wrong.stderr()).toContain("Usage: npm run demo");
    const help = { ...recordingTerminal(), progress: elsewhere };
    expect(await demonstrate(["--help"], help)).toBe(0);
    expect(help.stdout()).toContain("Usage: npm run demo");
  });
});

describe("the demonstration's progress", () => {
  function recordingProgress(isTTY: boolean) {
    let written = "";
    const write = (state: string) => {
      written += state;
    };
    return { isTTY, columns: 12, write, written: () => written };
  }

  it("rewrites one line of a terminal, and leaves nothing behind", () => {
    const terminal = recordingProgress(true);
    const line = progressLine(terminal, false);
    line.show("one");
    line.show("one");
    line.show("a state that is too long");
    line.end();
    expect(terminal.written()).toBe("\r\u001b[Kone\r\u001b[Ka state tha\r\u001b[K");
  });

  it("is a line for each state elsewhere, or nothing where that is unwanted", () => {
    const wanted = recordingProgress(false);
    progressLine(wanted, true).show("one");
    expect(wanted.written()).toBe("one\n");
    const unwanted = recordingProgress(false);
    progressLine(unwanted, false).show("one");
    expect(unwanted.written()).toBe("");
  });
});
