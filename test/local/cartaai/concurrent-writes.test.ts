import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { ANA, eventually, heldWaits, KEY, runningCartaAI, TERRAZA } from "./running-cartaai.ts";

describe("two writes at once", () => {
  it("to one conversation lose one of them, though both are acknowledged", async () => {
    const { held, wait, releaseAll } = heldWaits();
    const { cartaai, open, say, read } = await runningCartaAI({ writePause: 5, wait });
    const opening = open();
    await eventually(() => expect(held).toHaveLength(1));
    releaseAll();
    const sessionId = await opening;

    const writes = [say(sessionId, "one"), say(sessionId, "two")];
    await eventually(() => expect(held).toHaveLength(2));
    releaseAll();
    for (const { status } of await Promise.all(writes)) expect(status).toBe(200);

    const { data } = await read(sessionId);
    expect(data.context.previousMessages).toHaveLength(1);
    const standing = data.context.previousMessages[0].content;
    const { entries, overwritten } = cartaai.ledger();
    expect(entries).toMatchObject([{ kind: "message", content: standing }]);
    expect(overwritten).toMatchObject([{ kind: "message", content: standing === "one" ? "two" : "one" }]);
    expect(cartaai.transcript(ANA, TERRAZA).map(({ content }) => content)).toEqual([standing]);
  });

  it("to two conversations do not touch each other", async () => {
    const { held, wait, releaseAll } = heldWaits();
    const { cartaai, open, say } = await runningCartaAI({ writePause: 5, wait });
    const opening = [open(), open("+51888888888")];
    await eventually(() => expect(held).toHaveLength(2));
    releaseAll();
    const sessions = await Promise.all(opening);

    const writes = sessions.map((sessionId) => say(sessionId, "hola"));
    await eventually(() => expect(held).toHaveLength(2));
    releaseAll();
    await Promise.all(writes);
    expect(cartaai.ledger()).toMatchObject({ entries: [{}, {}], overwritten: [] });
  });

  it("collide even without any pause", async () => {
    const { cartaai, open } = await runningCartaAI({ writePause: 0 });
    const sessionId = await open();
    await pipelined(cartaai.port, [messageRequest(sessionId, "one"), messageRequest(sessionId, "two")]);
    expect(cartaai.ledger()).toMatchObject({
      entries: [{ content: "two" }],
      overwritten: [{ content: "one" }],
    });
  });

  it("of which one opens the conversation open two", async () => {
    const { held, wait, releaseAll } = heldWaits();
    const { cartaai, open } = await runningCartaAI({ writePause: 5, wait });
    const opening = [open(), open()];
    await eventually(() => expect(held).toHaveLength(2));
    releaseAll();
    expect(new Set(await Promise.all(opening)).size).toBe(2);
    expect(cartaai.conversations()).toHaveLength(2);
  });

  it("of which one removes the record leave nothing behind", async () => {
    const { held, wait, releaseAll } = heldWaits();
    const { cartaai, open, say } = await runningCartaAI({ writePause: 5, wait });
    const opening = open();
    await eventually(() => expect(held).toHaveLength(1));
    releaseAll();
    const sessionId = await opening;

    const write = say(sessionId, "hola");
    await eventually(() => expect(held).toHaveLength(1));
    cartaai.forgetSessions();
    releaseAll();
    expect(await write).toMatchObject({ status: 500, type: "3" });
    expect(cartaai.conversation(sessionId)).toBeUndefined();
    expect(cartaai.ledger()).toEqual({ entries: [], overwritten: [] });
  });
});

function messageRequest(sessionId: string, content: string): string {
  const body = JSON.stringify({ role: "user", content });
  return [
    `POST /api/v1/whatsapp/agent/conversations/${sessionId}/messages HTTP/1.1`,
    "Host: localhost",
    `X-Service-API-Key: ${KEY}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

/** Sends requests in one packet, so that the server starts them all before it ends any. */
async function pipelined(port: number, requests: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const closing = "GET /__calls HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  socket.write(requests.join("") + closing);
  return text(socket);
}
