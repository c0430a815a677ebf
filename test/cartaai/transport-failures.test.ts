import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CartaAIRetryableError } from "../../functions/cartaai/errors.ts";
import {
  type CallContext,
  createTransport,
  type TransportOptions,
} from "../../functions/cartaai/transport.ts";
import { networkCodeOf } from "../../functions/http/network-error.ts";
import { endlessAnswer } from "./endless-answer.ts";
import { type Answering, envelope, type RecordingServer, startRecordingServer } from "./recording-server.ts";

/** Stands in what CartaAI, or whatever is in front of it, answers; must not come out again. */
const PRIVATE = "+51987654321 vivo en Av. Larco";

let server: RecordingServer;

beforeEach(async () => {
  server = await startRecordingServer();
});

afterEach(() => server.stop());

async function failureOf(
  options: Partial<TransportOptions> = {},
  context: CallContext = {},
): Promise<CartaAIRetryableError> {
  const call = createTransport({
    baseUrl: server.url,
    apiKey: () => "carta_srv_1",
    agentPrefix: "/whatsapp",
    timeout: 10_000,
    ...options,
  });
  try {
    await call("addMessage", { sessionId: "s", body: { role: "user", content: PRIVATE } }, context);
  } catch (error) {
    if (error instanceof CartaAIRetryableError) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}

const never: Answering = () => {};

describe("a call that cannot have reached CartaAI", () => {
  it("is refused for certain when nobody listens", async () => {
    await server.stop();

    expect(await failureOf()).toMatchObject({
      operation: "addMessage",
      outcome: "refused",
      status: undefined,
      message: "CartaAI addMessage: unreachable (ECONNREFUSED)",
    });
  });

  it("is not made when there is no time left for its answer", async () => {
    expect(await failureOf({ clock: () => 1_000 }, { deadline: 1_050 })).toMatchObject({
      outcome: "refused",
      message: "CartaAI addMessage: no time left",
    });
    expect(server.calls).toEqual([]);
  });

  it("is not made when there is no key for it", async () => {
    const apiKey = () => Promise.reject(new Error("no key"));

    await expect(failureOf({ apiKey })).rejects.toThrow("no key");
    expect(server.calls).toEqual([]);
  });
});

describe("a call that may have reached CartaAI has an unknown outcome", () => {
  const breaks: [string, Answering][] = [
    ["is closed", (response) => response.destroy()],
    ["is reset", (_, request) => request.socket.resetAndDestroy()],
    [
      "is closed in the middle of the answer",
      (response) => {
        response.writeHead(200, { "content-length": 1_000 }).write(`{"type":"1","data":"${PRIVATE}`, () => {
          response.destroy();
        });
      },
    ],
    ["speaks something else than HTTP", (_, request) => request.socket.end(`${PRIVATE}\r\n\r\n`)],
  ];

  it.each(breaks)("when the connection %s", async (_, answer) => {
    server.answer(answer);

    expect(await failureOf()).toMatchObject({
      outcome: "unknown",
      status: undefined,
      message: expect.stringMatching(/^CartaAI addMessage: unreachable \(\w+\)$/),
    });
    expect(server.calls).toHaveLength(1);
  });

  it("when no answer comes in time", async () => {
    server.answer(never);

    expect(await failureOf({ timeout: 150 })).toMatchObject({
      outcome: "unknown",
      status: undefined,
      message: "CartaAI addMessage: timed out",
    });
  });

  it("when the answer does not end in time", async () => {
    server.answer((response) => response.writeHead(200).write('{"type":"1",'));

    expect(await failureOf({ timeout: 150 })).toMatchObject({
      outcome: "unknown",
      message: "CartaAI addMessage: timed out",
    });
  });

  it("when it had its whole time, though the work that it is part of had no more than that", async () => {
    server.answer(never);

    expect(await failureOf({ timeout: 150, clock: () => 0 }, { deadline: 150 })).toMatchObject({
      name: "CartaAIRetryableError",
      message: "CartaAI addMessage: timed out",
    });
  });

  it("when the work that it is part of has to end before its own time is up", async () => {
    server.answer(never);

    expect(await failureOf({ timeout: 60_000, clock: () => 0 }, { deadline: 150 })).toMatchObject({
      name: "CartaAICutShortError",
      outcome: "unknown",
      message: "CartaAI addMessage: timed out",
    });
  });

  it.each([200, 201])("when the answer with status %d is a proxy's page", async (status) => {
    server.answer((response) => response.writeHead(status).end(`<html>${PRIVATE}</html>`));

    expect(await failureOf()).toMatchObject({ outcome: "unknown", status });
  });

  it("when the answer is cut off inside its JSON", async () => {
    server.answer((response) => response.writeHead(200).end(`{"type":"1","data":"${PRIVATE}`));

    expect(await failureOf()).toMatchObject({ outcome: "unknown", status: 200 });
  });

  it("when the answer has no end, of which no more is read than the limit", async () => {
    const endless = endlessAnswer();
    server.answer(endless.answer);

    expect(await failureOf()).toMatchObject({
      outcome: "unknown",
      status: 200,
      message: "CartaAI addMessage: the answer is too large",
    });
    await endless.closed;
  });

  it("when a server behind CartaAI's gateway is away", async () => {
    server.answer((response) => response.writeHead(502, { "retry-after": "7" }).end(PRIVATE));

    expect(await failureOf()).toMatchObject({ outcome: "unknown", status: 502, retryAfter: 7 });
  });

  it.each([301, 302, 307, 308])("when it is sent elsewhere by a %d, where it does not go", async (status) => {
    const elsewhere = await startRecordingServer();
    server.answer((response) => response.writeHead(status, { location: elsewhere.url }).end());

    expect(await failureOf()).toMatchObject({ outcome: "unknown", status });
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.stop();
  });
});

describe("an answer that is too large", () => {
  it.each([
    [401, "CartaAIUnauthorisedError", "refused"],
    [422, "CartaAIPermanentError", "refused"],
    [429, "CartaAIRetryableError", "refused"],
    [503, "CartaAIRetryableError", "unknown"],
  ])("with status %d means what its status means", async (status, name, outcome) => {
    server.answer(endlessAnswer(status).answer);
    const call = createTransport({
      ...{ baseUrl: server.url, apiKey: () => "k", agentPrefix: "/whatsapp", timeout: 30_000 },
    });

    await expect(call("addMessage", { sessionId: "s", body: {} }, {})).rejects.toMatchObject({
      ...{ name, outcome, status },
    });
  });

  it("is not one with a hundred thousand characters more than a large restaurant's menu has", async () => {
    server.answer(envelope("ñ".repeat(1_000_000)));

    await expect(failureOf()).rejects.toThrow("the call succeeded");
  });
});

/** Bytes: what is read at the most of an answer, and what it comes in. */
const [MOST, PART] = [4 * 1024 * 1024, 64 * 1024];

describe("an answer without end", () => {
  it.each([200, 404, 503])("is read to the limit, and turned away from: %d", async (status) => {
    let read = 0;
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += PART;
        controller.enqueue(new Uint8Array(PART).fill(0x20));
      },
      cancel() {
        isCancelled = true;
      },
    });

    const failure = await failureOf({ fetch: async () => new Response(endless, { status }) });

    expect(failure).toMatchObject({ outcome: "unknown", status });
    expect(isCancelled).toBe(true);
    // The part that goes beyond it, and one that the stream has ready.
    expect(read).toBeLessThanOrEqual(MOST + 2 * PART);
  });
});

describe("an answer that begins with a byte order mark", () => {
  it("is read without it", async () => {
    server.answer((response) => response.end('\ufeff{"type":"1","data":null}'));

    await expect(failureOf()).rejects.toThrow("the call succeeded");
  });
});

describe("the error of a failed call", () => {
  it("quotes neither what was said nor what was answered, in itself or its causes", async () => {
    server.answer((_, request) => request.socket.end(`HTTP/1.1 ${PRIVATE}\r\n\r\n`));

    const texts: string[] = [];
    let error: unknown = await failureOf();
    for (; error instanceof Error; error = error.cause) texts.push(error.message);

    expect(texts.join()).not.toContain(PRIVATE);
  });

  it("does not keep the next call from succeeding", async () => {
    server.answer((response) => response.destroy());
    await failureOf();
    server.answer(envelope(null));

    await expect(failureOf()).rejects.toThrow("the call succeeded");
  });
});

describe("the code of a network failure", () => {
  const coded = (code: unknown) => Object.assign(new Error("low level"), { code });

  it.each([
    ["on the error itself", coded("ECONNRESET"), "ECONNRESET"],
    ["on its cause", new TypeError("fetch failed", { cause: coded("ENOTFOUND") }), "ENOTFOUND"],
    [
      "on the first of several attempts to connect",
      new TypeError("fetch failed", {
        cause: new AggregateError([coded("ECONNREFUSED"), coded("EHOSTUNREACH")]),
      }),
      "ECONNREFUSED",
    ],
    ["nowhere", new TypeError("fetch failed"), "unknown"],
    ["nowhere, since it is no text", coded(23), "unknown"],
    ["nowhere, since it is no error", "ECONNRESET", "unknown"],
  ])("is found %s", (_, error, code) => {
    expect(networkCodeOf(error)).toBe(code);
  });
});
