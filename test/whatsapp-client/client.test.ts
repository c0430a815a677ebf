import { describe, expect, it } from "vitest";
import { recipientOf } from "../../functions/whatsapp-client/recipient.ts";
import { endlessAnswer } from "../cartaai/endless-answer.ts";
import { json, startRecordingServer } from "../cartaai/recording-server.ts";
import { eventually } from "../local/whatsapp/running-whatsapp.ts";
import { heldCalls } from "../support/held-calls.ts";
import { ANA, clientOf, failureOf, HELLO, runningClient, SENDER, TOKEN } from "./running-client.ts";

describe("a message that is sent", () => {
  it("reaches a person by phone number, from the business's number, and has the id that WhatsApp gave it", async () => {
    const { client, whatsapp } = await runningClient();
    const id = await client.send(SENDER, recipientOf({ phone: "+51999999999", userId: "PE.1" }), HELLO);

    expect(whatsapp.sent()).toMatchObject([
      { id, phoneNumberId: SENDER.phoneNumberId, recipient: { kind: "phone", id: "51999999999" } },
    ]);
    expect(whatsapp.sent()[0]?.message).toMatchObject({ ...HELLO, to: "51999999999" });
    expect(whatsapp.calls()[0]?.path).toBe(`/v25.0/${SENDER.phoneNumberId}/messages`);
  });

  it("reaches a person who is known by user id alone", async () => {
    const { client, whatsapp } = await runningClient();
    const userId = "PE.ENT.13491208655302741918";
    await client.send(SENDER, recipientOf({ userId }), HELLO);

    expect(whatsapp.sent()).toMatchObject([{ recipient: { kind: "userId", id: userId } }]);
  });

  it("goes out with the token of its own business", async () => {
    const token = async ({ phoneNumberId }: { phoneNumberId: string }) => `token-${phoneNumberId}`;
    const { client, whatsapp } = await runningClient({ token }, { tokens: ["token-1"] });
    await client.send({ phoneNumberId: "1" }, ANA, HELLO);

    expect(await failureOf(client.send({ phoneNumberId: "2" }, ANA, HELLO))).toMatchObject({
      name: "WhatsAppTokenError",
      outcome: "refused",
    });
    expect(whatsapp.sent()).toHaveLength(1);
  });

  it("is sent with the base address as people write it", async () => {
    const { whatsapp } = await runningClient();
    await clientOf(`${whatsapp.url}/`).send(SENDER, ANA, HELLO);

    expect(whatsapp.sent()).toHaveLength(1);
  });
});

it("a customer sees that their message was read, and that an answer is being written", async () => {
  const { client, whatsapp } = await runningClient();
  await client.markRead(SENDER, "wamid.A");

  const mark = { phoneNumberId: SENDER.phoneNumberId, messageId: "wamid.A" };
  expect(whatsapp.readReceipts()).toMatchObject([mark]);
  expect(whatsapp.typingIndicators()).toMatchObject([mark]);
});

describe("an error code of Meta's", () => {
  it.each([
    [4, "WhatsAppRetryableError", "refused"],
    [80007, "WhatsAppRetryableError", "refused"],
    [130429, "WhatsAppRetryableError", "refused"],
    [131056, "WhatsAppRetryableError", "refused"],
    [131057, "WhatsAppRetryableError", "refused"],
    [1, "WhatsAppRetryableError", "unknown"],
    [2, "WhatsAppRetryableError", "unknown"],
    [131000, "WhatsAppRetryableError", "unknown"],
    [10, "WhatsAppPermanentError", "refused"],
    [100, "WhatsAppPermanentError", "refused"],
    [368, "WhatsAppPermanentError", "refused"],
    [131026, "WhatsAppPermanentError", "refused"],
    [131048, "WhatsAppPermanentError", "refused"],
    [131049, "WhatsAppPermanentError", "refused"],
    [131062, "WhatsAppPermanentError", "refused"],
    [131047, "WhatsAppWindowClosedError", "refused"],
    [190, "WhatsAppTokenError", "refused"],
  ])("%d is a %s, %s", async (code, name, outcome) => {
    const { client, whatsapp } = await runningClient();
    whatsapp.faults.add({ fault: "error", operation: "sendMessage", code });

    const failure = await failureOf(client.send(SENDER, ANA, HELLO));

    expect(failure).toMatchObject({ name, outcome, graphCode: code, operation: "sendMessage" });
  });

  it.each([
    [190, 500, "WhatsAppTokenError"],
    [131047, 503, "WhatsAppWindowClosedError"],
    [131049, 500, "WhatsAppPermanentError"],
    [130429, 400, "WhatsAppRetryableError"],
    [2, 400, "WhatsAppRetryableError"],
    [999, 429, "WhatsAppRetryableError"],
  ])("%d decides, also with status %d", async (code, status, name) => {
    const { client, whatsapp } = await runningClient();
    whatsapp.faults.add({ fault: "error", code, status });

    expect(await failureOf(client.send(SENDER, ANA, HELLO))).toMatchObject({ name, status });
  });

  it("never brings what was said, to whom, or Meta's own words into the error", async () => {
    const { client, whatsapp } = await runningClient();
    whatsapp.faults.add({ fault: "error", code: 100, details: `${JSON.stringify(HELLO)} to ${ANA.to}` });

    const failure = await failureOf(client.send(SENDER, ANA, HELLO));

    expect(failure.message).toBe("WhatsApp sendMessage: answered 400 (100)");
    expect(failure.cause).toBeUndefined();
  });
});

describe("the 24 hours", () => {
  it("are over for a person who wrote longer ago", async () => {
    const { client, whatsapp } = await runningClient();
    whatsapp.setLastInbound({ phoneNumberId: SENDER.phoneNumberId, person: ANA.to, at: 0 });

    expect(await failureOf(client.send(SENDER, ANA, HELLO))).toMatchObject({
      name: "WhatsAppWindowClosedError",
    });
  });
});

describe("WhatsApp that does not answer as it should", () => {
  it.each([
    ["answers 503", { fault: "refuse", status: 503, retryAfter: 7 }, { status: 503, retryAfter: 7 }, 0],
    ["is behind a proxy that answers 502", { fault: "html", status: 502 }, { status: 502 }, 0],
    ["is behind a proxy that answers 200", { fault: "html", status: 200 }, { status: 200 }, 0],
    ["is behind a proxy that answers 403", { fault: "html", status: 403 }, { status: 403 }, 0],
    ["closes the connection", { fault: "down" }, { status: undefined }, 0],
    ["breaks off its answer", { fault: "truncate" }, { status: undefined }, 1],
    ["sends, then closes the connection", { fault: "sendThenDrop" }, { status: undefined }, 1],
  ] as const)("leaves the outcome unknown when it %s", async (_, fault, facts, sent) => {
    const { client, whatsapp } = await runningClient();
    whatsapp.faults.add(fault);

    const failure = await failureOf(client.send(SENDER, ANA, HELLO));

    expect(failure).toMatchObject({ name: "WhatsAppRetryableError", outcome: "unknown", ...facts });
    expect(whatsapp.sent()).toHaveLength(sent);
  });

  it.each([200, 403, 503])(
    "leaves the outcome unknown when it answers %d and something without end, of which little is read",
    async (status) => {
      const server = await startRecordingServer();
      const endless = endlessAnswer(status);
      server.answer(endless.answer);

      const failure = await failureOf(clientOf(server.url).send(SENDER, ANA, HELLO));

      expect(failure).toMatchObject({ name: "WhatsAppRetryableError", outcome: "unknown", status });
      expect(failure.message).toBe("WhatsApp sendMessage: the answer is too large");
      await endless.closed;
      await server.stop();
    },
  );

  it("leaves the outcome unknown when it does not answer in time", async () => {
    const { client, whatsapp } = await runningClient({ timeout: 150 });
    whatsapp.faults.add({ fault: "applyThenHang" });

    expect(await failureOf(client.send(SENDER, ANA, HELLO))).toMatchObject({
      name: "WhatsAppRetryableError",
      outcome: "unknown",
      message: "WhatsApp sendMessage: timed out",
    });
    await eventually(() => expect(whatsapp.sent()).toHaveLength(1));
  });

  it("is not waited for longer than the work that it is part of has time", async () => {
    const held = heldCalls();
    const { client, whatsapp } = await runningClient(
      { timeout: 60_000, clock: () => 0 },
      { wait: held.wait },
    );
    whatsapp.faults.add({ fault: "slow", ms: 1 });

    expect(await failureOf(client.send(SENDER, ANA, HELLO, { deadline: 150 }))).toMatchObject({
      message: "WhatsApp sendMessage: timed out",
    });
  });

  it("has refused for certain when nobody listens, or no time was left to call it", async () => {
    const { client, whatsapp } = await runningClient({ clock: () => 1000 });
    const late = await failureOf(client.send(SENDER, ANA, HELLO, { deadline: 1050 }));
    expect(whatsapp.calls()).toEqual([]);
    await whatsapp.stop();
    const away = await failureOf(client.send(SENDER, ANA, HELLO));

    expect(late).toMatchObject({ outcome: "refused", message: "WhatsApp sendMessage: no time left" });
    expect(away).toMatchObject({
      outcome: "refused",
      message: "WhatsApp sendMessage: unreachable (ECONNREFUSED)",
    });
  });
});

it("each call is told of, with its time and how it ended", async () => {
  const told: [string, number, unknown][] = [];
  const { client, whatsapp } = await runningClient({ onCall: (...call) => told.push(call) });
  await client.markRead(SENDER, "wamid.A");
  whatsapp.faults.add({ fault: "error", code: 2 });
  const failure = await failureOf(client.send(SENDER, ANA, HELLO));

  expect(told).toEqual([
    ["markRead", expect.any(Number), undefined],
    ["sendMessage", expect.any(Number), failure],
  ]);
});

it("the token goes to the Graph API alone: a redirect is not followed", async () => {
  const { whatsapp: elsewhere } = await runningClient();
  const server = await startRecordingServer();
  server.answer((response) =>
    response.writeHead(307, { location: `${elsewhere.url}/v25.0/1/messages` }).end(),
  );

  const failure = await failureOf(clientOf(server.url).send(SENDER, ANA, HELLO));
  await server.stop();

  expect(failure).toMatchObject({ name: "WhatsAppRetryableError", outcome: "unknown", status: 307 });
  expect(server.calls[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(elsewhere.calls()).toEqual([]);
});

it("an answer that names no message leaves the outcome unknown", async () => {
  const server = await startRecordingServer();
  server.answer(json(200, { messages: [] }));

  const failure = await failureOf(clientOf(server.url).send(SENDER, ANA, HELLO));
  await server.stop();

  expect(failure).toMatchObject({ name: "WhatsAppRetryableError", outcome: "unknown" });
});
