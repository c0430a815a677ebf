import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { validateCartaAI } from "../../bin/validate/command.ts";
import { compareReadBack } from "../../bin/validate/compare-read-back.ts";
import { type CartaAIStandIn, startCartaAI } from "../../local/cartaai/server.ts";
import { recordingTerminal } from "./recording-terminal.ts";
import { runCommand } from "./run-command.ts";

const KEY = "carta_srv_validate-test";
const SUBDOMAIN = "la-terraza";

let cartaai: CartaAIStandIn;
let other: Server | undefined;
beforeEach(async () => {
  cartaai = await startCartaAI({ port: 0, apiKeys: [KEY] });
});
afterEach(async () => {
  await cartaai.stop();
  other?.close();
  other = undefined;
});

async function validate(over: Readonly<Record<string, string | undefined>> = {}) {
  const terminal = recordingTerminal();
  const environment = {
    CARTAAI_API_BASE_URL: cartaai.url,
    CARTAAI_API_KEY: KEY,
    CARTAAI_SUBDOMAIN: SUBDOMAIN,
    ...over,
  };
  const status = await validateCartaAI(["--json"], environment, terminal);
  return {
    status,
    report: JSON.parse(terminal.stdout()) as Report,
    text: terminal.stdout() + terminal.stderr(),
  };
}

interface Report {
  readonly ok: boolean;
  readonly steps: readonly {
    readonly name: string;
    readonly status: string;
    readonly detail: string;
    readonly advice?: string;
  }[];
}

/** The one step that failed. */
function failure({ steps }: Report) {
  const failed = steps.filter(({ status }) => status === "failed");
  expect(failed).toHaveLength(1);
  return failed[0];
}

/** Something on the web that is not CartaAI. */
async function serve(status: number, body: string, headers: Record<string, string> = {}): Promise<string> {
  other = createServer((_, response) => response.writeHead(status, headers).end(body)).listen(0, "127.0.0.1");
  await once(other, "listening");
  // A server that listens on TCP has such an address.
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
}

describe("npm run validate", () => {
  it("takes every step at a CartaAI that works, and leaves no open conversation behind", async () => {
    const { status, report } = await validate();
    expect(status).toBe(0);
    expect(report.ok).toBe(true);
    expect(report.steps.map((step) => step.status)).toEqual(Array(8).fill("ok"));
    expect(cartaai.conversations()).toMatchObject([
      { subDomain: SUBDOMAIN, isActive: false, currentIntent: "menu", currentStep: "validation" },
    ]);
    expect(cartaai.ledger().entries.map((entry) => entry.kind)).toEqual(["message", "state", "message"]);
  });

  it("holds also when an earlier validation has left its conversation open", async () => {
    cartaai.faults.add({ fault: "refuse", operation: "endConversation", times: 1 });
    expect((await validate()).status).toBe(1);
    expect((await validate()).status).toBe(0);
    expect(cartaai.conversations()).toHaveLength(1);
  });

  it("accepts the base URL with /api/v1 at its end", async () => {
    expect((await validate({ CARTAAI_API_BASE_URL: `${cartaai.url}/api/v1/` })).status).toBe(0);
  });

  it("starts the stand-in when no CartaAI is configured, and says so", async () => {
    const { status, stdout } = await runCommand("validate.ts", []);
    expect(status).toBe(0);
    expect(stdout).toContain("the stand-in is checked");
    expect(stdout.match(/^✓ /gm)).toHaveLength(8);
  }, 60_000);

  it("ends with status 1 as a process of its own when a step fails", async () => {
    const { status, stdout } = await runCommand("validate.ts", [], {
      CARTAAI_API_BASE_URL: cartaai.url,
      CARTAAI_API_KEY: "carta_srv_wrong",
      CARTAAI_SUBDOMAIN: SUBDOMAIN,
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^✗ The key is accepted\n {4}CartaAI refuses the key \(HTTP 401\)/m);
  }, 60_000);

  it.each(["carta_srv_wrong", "a-token-that-is-wrong"])(
    "tells a wrong key, without showing it: %s",
    async (key) => {
      const { status, report, text } = await validate({ CARTAAI_API_KEY: key });
      expect(status).toBe(1);
      expect(report.steps[0]?.status).toBe("ok");
      expect(failure(report)).toMatchObject({ name: "The key is accepted" });
      expect(failure(report)?.advice).toContain(
        key.startsWith("carta_srv_") ? "X-Service-API-Key" : "Authorization",
      );
      expect(text).not.toContain(key);
    },
  );

  it("tells a wrong subdomain, and does not try what needs a conversation", async () => {
    const { status, report } = await validate({ CARTAAI_SUBDOMAIN: "la-terrasa" });
    expect(status).toBe(1);
    expect(failure(report)).toMatchObject({ name: "A conversation is opened" });
    expect(failure(report)?.detail).toContain('does not know the subdomain "la-terrasa"');
    expect(report.steps.map((step) => step.status)).toEqual([
      "ok",
      "ok",
      "failed",
      ...Array(5).fill("skipped"),
    ]);
  });

  it("tells an address where nothing listens", async () => {
    const { url } = cartaai;
    await cartaai.stop();
    const { status, report } = await validate({ CARTAAI_API_BASE_URL: url });
    expect(status).toBe(1);
    expect(failure(report)).toMatchObject({ name: "CartaAI answers" });
    expect(failure(report)?.detail).toContain("nothing listens there (ECONNREFUSED)");
  });

  it("tells a host that does not exist", async () => {
    const { report } = await validate({ CARTAAI_API_BASE_URL: "https://cartaai.invalid" });
    expect(failure(report)?.detail).toMatch(/host.*\((ENOTFOUND|EAI_AGAIN)\)/);
  });

  it("tells https at an address that speaks http", async () => {
    const { report } = await validate({ CARTAAI_API_BASE_URL: cartaai.url.replace("http:", "https:") });
    expect(failure(report)?.detail).toContain("does not speak TLS");
  });

  it("tells a web page", async () => {
    const baseUrl = await serve(200, "<html><h1>Welcome</h1></html>", { "content-type": "text/html" });
    expect(failure((await validate({ CARTAAI_API_BASE_URL: baseUrl })).report)?.detail).toContain(
      "not CartaAI's API",
    );
  });

  it("tells an address that has nothing of CartaAI's, and one that redirects", async () => {
    const nothing = await serve(404, "Cannot GET /api/v1/conversations");
    expect(failure((await validate({ CARTAAI_API_BASE_URL: nothing })).report)?.detail).toContain(
      "none of CartaAI's addresses",
    );
    other?.close();
    const moved = await serve(301, "", { location: "https://example.com/" });
    expect(failure((await validate({ CARTAAI_API_BASE_URL: moved })).report)?.detail).toContain("redirects");
  });

  it("tells a CartaAI that hangs", async () => {
    cartaai.faults.add({ fault: "hang" });
    const { report } = await validate({ CONVERSATION_API_TIMEOUT: "0.3" });
    expect(failure(report)?.detail).toContain("within 0.3 s");
    expect(failure(report)?.advice).toContain("CONVERSATION_API_TIMEOUT");
  });

  it("tells a proxy that answers in CartaAI's stead", async () => {
    cartaai.faults.add({ fault: "html", status: 502 });
    expect(failure((await validate()).report)?.detail).toContain("a proxy answers");
  });

  it("tells agent routes that are mounted elsewhere", async () => {
    const { report } = await validate({ CARTAAI_AGENT_PREFIX: "/agents" });
    expect(failure(report)).toMatchObject({ name: "A user's message is added" });
    expect(failure(report)?.advice).toContain("CARTAAI_AGENT_PREFIX");
  });

  it("ends the conversation also when a step before that fails", async () => {
    cartaai.faults.add({ fault: "applyThenFail", operation: "syncState", status: 500 });
    const { report } = await validate();
    expect(failure(report)).toMatchObject({ name: "The state is synced" });
    expect(report.steps.at(-1)).toMatchObject({ name: "The conversation is ended", status: "ok" });
    expect(cartaai.conversations()).toMatchObject([{ isActive: false }]);
  });

  it("names every unusable variable at once", async () => {
    const terminal = recordingTerminal();
    const environment = { CARTAAI_API_BASE_URL: "cartaai.pe", CONVERSATION_API_TIMEOUT: "soon" };
    expect(await validateCartaAI([], environment, terminal)).toBe(1);
    for (const name of [
      "CARTAAI_API_BASE_URL",
      "CARTAAI_API_KEY",
      "CARTAAI_SUBDOMAIN",
      "CONVERSATION_API_TIMEOUT",
    ]) {
      expect(terminal.stderr()).toContain(name);
    }
  });

  it("answers a wrong command line with status 2 and the help", async () => {
    const terminal = recordingTerminal();
    expect(await validateCartaAI(["--fast"], {}, terminal)).toBe(2);
    expect(terminal.stderr()).toContain("Usage: npm run validate");
  });
});

describe("comparing what was read back", () => {
  const said = [
    { role: "user", content: "one" },
    { role: "bot", content: "two" },
  ];
  const state = { intent: "menu", step: "s", context: { a: 1 }, metadata: {}, isActive: true };
  const shown = (history: typeof said, over = {}) => ({
    sessionId: "s",
    currentIntent: "menu",
    currentStep: "s",
    context: { a: 1, previousMessages: history },
    ...over,
  });

  it("accepts what was written, also among older messages", () => {
    compareReadBack(shown([{ role: "user", content: "older" }, ...said]), said, state);
  });

  it.each([
    ["a missing message", shown(said.slice(1)), "the user's message is missing"],
    ["a doubled message", shown([...said, ...said.slice(1)]), "the bot's message stands there 2 times"],
    ["another order", shown(said.toReversed()), "in another order"],
    [
      "another role",
      shown([{ role: "bot", content: "one" }, ...said.slice(1)]),
      "the user's message is missing",
    ],
    ["another intent", shown(said, { currentIntent: "idle" }), 'currentIntent is "idle" instead of "menu"'],
    ["another step", shown(said, { currentStep: "initial" }), "currentStep"],
    ["another context", shown(said, { context: { a: 2, previousMessages: said } }), "context.a"],
    ["no history", { sessionId: "s", currentIntent: "menu", currentStep: "s" }, "no messages at all"],
  ])("refuses %s", (_, conversation, difference) => {
    expect(() => compareReadBack(conversation, said, state)).toThrow(difference);
  });
});
