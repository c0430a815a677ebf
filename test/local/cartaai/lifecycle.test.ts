import { Agent, request } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { startCartaAI } from "../../../local/cartaai/server.ts";
import { ANA, eventually, heldWaits, runningCartaAI, TERRAZA } from "./running-cartaai.ts";

describe("starting and stopping", () => {
  it("rejects with EADDRINUSE when the port is taken", async () => {
    const { cartaai } = await runningCartaAI();
    const second = startCartaAI({ port: cartaai.port, apiKeys: [] });
    await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("frees its port and closes idle keep-alive connections at once, however often it is stopped", async () => {
    const { cartaai } = await runningCartaAI();
    const agent = new Agent({ keepAlive: true });
    const closed = vi.fn();
    await new Promise<void>((resolve, reject) => {
      request(`${cartaai.url}/__calls`, { agent }, (response) => response.resume().on("end", resolve))
        .on("socket", (socket) => socket.on("close", closed))
        .on("error", reject)
        .end();
    });
    expect(closed).not.toHaveBeenCalled();
    await Promise.all([cartaai.stop(), cartaai.stop()]);
    await eventually(() => expect(closed).toHaveBeenCalled());
    const next = await startCartaAI({ port: cartaai.port, apiKeys: [] });
    await next.stop();
  });

  it("applies nothing after it has been stopped", async () => {
    const { held, wait, releaseAll } = heldWaits();
    const { cartaai, open, say } = await runningCartaAI({ wait });
    const sessionId = await open();
    cartaai.faults.add({ fault: "lateApply", ms: 60_000 });
    const saying = say(sessionId, "hola").catch(() => "closed");
    await eventually(() => expect(held).toHaveLength(1));
    await cartaai.stop();
    releaseAll();
    expect(await saying).toBe("closed");
    expect(cartaai.transcript(ANA, TERRAZA)).toEqual([]);
  });

  it("ends real waits when it is stopped", async () => {
    const { cartaai, open, say } = await runningCartaAI();
    const sessionId = await open();
    cartaai.faults.add({ fault: "slow", ms: 2 ** 30 });
    const saying = say(sessionId, "hola").catch(() => "closed");
    await eventually(() => expect(cartaai.calls()).toHaveLength(2));
    await cartaai.stop();
    expect(await saying).toBe("closed");
  });
});
