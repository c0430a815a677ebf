import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  deadLettersSchema,
  discardAnswerSchema,
  mirrorSchema,
  previewAnswerSchema,
  queuesSchema,
  replayAnswerSchema,
} from "../../local/console/api.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENT } from "../support/patience.ts";
import { type ConsoleBench, startConsoleBench } from "./console-bench.ts";

vi.setConfig(PATIENT);

let bench: ConsoleBench;
beforeEach(async () => {
  bench = await startConsoleBench();
});
afterEach(() => bench.stop());

const REFUSED = {
  service: "cartaai",
  fault: "refuse",
  status: 422,
  operation: "addMessage",
  times: 1,
} as const;
const deadLetters = async () =>
  (await bench.read(deadLettersSchema, "/console/queues/sync/dead-letters")).deadLetters;

async function killOne() {
  const ana = await bench.customer({ phone: "51900000101" });
  await bench.break(REFUSED);
  const { messageId = "" } = await bench.send(ana, { kind: "text", text: "No me quieren" });
  const letters = await eventually(async () => {
    const found = await deadLetters();
    expect(found).toHaveLength(1);
    expect((await bench.timeline(messageId)).state).toBe("dead");
    return found;
  });
  return { ana, messageId, letter: letters[0] };
}

describe("dead letters in the console", () => {
  it("are shown with their reason and whose they are, and the two sides differ", async () => {
    const { ana, messageId, letter } = await killOne();
    expect(letter).toMatchObject({
      ...{ customerId: ana.id, messageId, type: "message", content: "No me quieren" },
      ...{ class: "permanent", reason: "http-422", httpStatus: 422, attempts: 1 },
    });
    await eventually(async () =>
      expect((await bench.now(ana)).agreement).toMatchObject({
        state: "differs",
        missing: 1,
        deadLetters: 1,
      }),
    );
    const { steps } = await bench.timeline(messageId);
    expect(steps.map(({ kind }) => kind)).toContain("dead-letter");
    const { queues } = await bench.read(queuesSchema, "/console/queues");
    expect(queues.find(({ name }) => name === "sync")).toMatchObject({
      deadLetters: 1,
      waiting: 0,
      inFlight: 0,
    });
  });

  it("are previewed without being touched, and replayed until both sides agree", async () => {
    const { ana, messageId, letter } = await killOne();
    const ids = [letter?.id ?? ""];
    const preview = await bench.request("POST", "/console/queues/sync/preview", { ids });
    expect(previewAnswerSchema.parse(await preview.json()).deadLetters).toMatchObject([
      { id: ids[0], would: "apply", replayed: true, overtakes: 0 },
    ]);
    expect(await deadLetters()).toHaveLength(1);
    const replay = await bench.request("POST", "/console/queues/sync/replay", { ids });
    expect(replayAnswerSchema.parse(await replay.json())).toMatchObject({ replayed: 1, left: [] });
    await eventually(async () => {
      expect((await bench.now(ana)).agreement.state).toBe("agrees");
      expect((await bench.timeline(messageId)).state).toBe("settled");
    });
    expect(await deadLetters()).toEqual([]);
    const mirror = await bench.read(mirrorSchema, `/console/customers/${ana.id}/cartaai`);
    expect(mirror.transcript.map(({ content }) => content)).toEqual(["No me quieren"]);
    const { steps } = await bench.timeline(messageId);
    expect(steps.map(({ kind }) => kind)).toContain("replayed");
  });

  it("are discarded by id and with a reason, and nothing else is", async () => {
    const { letter } = await killOne();
    const post = (ids: string[], reason: string) =>
      bench.request("POST", "/console/queues/sync/discard", { ids, reason });
    expect((await post([letter?.id ?? ""], "")).status).toBe(400);
    expect(discardAnswerSchema.parse(await (await post(["other"], "tried")).json())).toEqual({
      discarded: 0,
      notFound: ["other"],
    });
    const answer = await post([letter?.id ?? ""], "a test");
    expect(discardAnswerSchema.parse(await answer.json())).toEqual({ discarded: 1, notFound: [] });
    expect(await deadLetters()).toEqual([]);
  });

  it("are of queues that exist", async () => {
    expect((await bench.request("GET", "/console/queues/other/dead-letters")).status).toBe(404);
  });
});
