import { afterEach, describe, expect, it, vi } from "vitest";
import { mirrorSchema, type ScenarioRun, scenariosSchema, stateSchema } from "../../local/console/api.ts";
import { SCRIPTS } from "../../local/console/scenarios/player.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { type ConsoleBench, startConsoleBench } from "./console-bench.ts";

vi.setConfig({ ...PATIENT, testTimeout: 3 * PATIENT.testTimeout });

let bench: ConsoleBench;
afterEach(() => bench.stop());

const play = (name: string) => bench.request("POST", `/console/scenarios/${name}/play`);
const run = async () => (await bench.read(scenariosSchema, "/console/scenarios")).run;

async function ended(): Promise<ScenarioRun | undefined> {
  return await vi.waitFor(
    async () => {
      const found = await run();
      expect(found?.state).not.toBe("playing");
      return found;
    },
    { timeout: 150_000, interval: 50 },
  );
}

describe("a scenario that plays itself", () => {
  it.each(SCRIPTS.map(({ name }) => name))("comes to its end without a bot: %s", async (name) => {
    bench = await startConsoleBench();
    expect((await play(name)).status).toBe(202);
    expect(await ended()).toMatchObject({ name, state: "done" });
    const { customers, faults } = await bench.read(stateSchema, "/console/state");
    expect(faults).toEqual([]);
    expect(customers.map(({ id }) => id).toSorted()).toEqual((await run())?.customerIds.toSorted());
    // What CartaAI refuses for good is a dead letter, which is what that one shows.
    const differing = name === "refused-for-good" ? 1 : 0;
    expect(customers.filter(({ agreement }) => agreement.state !== "agrees")).toHaveLength(differing);
    expect(bench.errors).toEqual([]);
  });

  it("comes to an order with the bot, who hears the voice note", async () => {
    bench = await startConsoleBench({ AGENT: "builtin" });
    await play("dinner-by-voice");
    expect(await ended()).toMatchObject({ state: "done" });
    const [ana] = (await bench.read(stateSchema, "/console/state")).customers;
    const mirror = await bench.read(mirrorSchema, `/console/customers/${ana?.id}/cartaai`);
    expect(mirror.transcript[0]?.content).toContain("quiero dos pizzas margarita");
    expect(mirror.orders).toMatchObject([{ number: "LT-00001", status: "pending", total: 99.8 }]);
    expect(mirror.agreement).toMatchObject({ state: "agrees" });
  });

  it("is alone on the stage, can be stopped, and mends what it broke", async () => {
    bench = await startConsoleBench();
    expect((await play("no-such-thing")).status).toBe(404);
    await play("cartaai-away");
    expect((await play("number-change")).status).toBe(409);
    await eventually(async () => {
      expect((await bench.read(stateSchema, "/console/state")).faults).toMatchObject([{ fault: "down" }]);
    });
    expect((await bench.request("POST", "/console/scenarios/stop")).status).toBe(200);
    expect(await ended()).toMatchObject({ state: "stopped" });
    expect((await bench.read(stateSchema, "/console/state")).faults).toEqual([]);
    expect((await bench.request("POST", "/console/scenarios/stop")).status).toBe(404);
  });
});
