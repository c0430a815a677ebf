import { describe, expect, it } from "vitest";
import { InvalidStageError, readStageSettings } from "../../lib/read-stage.ts";
import { SYNC_QUEUE } from "../../lib/resources.ts";
import { settingsOf } from "./synthesis.ts";

const minimal = { retainData: false, cartaai: { baseUrl: "https://cartaai.example" } };
const read = (changes: Record<string, unknown>) => () =>
  readStageSettings("dev", { dev: { ...minimal, ...changes } });

describe("stage settings", () => {
  it("has the stages dev and prod in cdk.json, prod protected", () => {
    const stages = { dev: settingsOf("dev"), prod: settingsOf("prod") };

    expect(readStageSettings("dev", stages)).toMatchObject({ name: "dev", retainData: false });
    expect(readStageSettings("prod", stages)).toMatchObject({ name: "prod", retainData: true });
  });

  it("fills in what is not given", () => {
    expect(read({})()).toMatchObject({
      conversationSync: true,
      cartaai: { timeout: 10, patience: 6 },
      logs: { retentionDays: 30, level: "INFO" },
      webhook: { memory: 1024 },
      alarms: { runbook: "docs/runbook.md" },
    });
  });

  it.each(["staging", undefined, "constructor", 1])("names the known stages when asked for %s", (name) => {
    expect(() => readStageSettings(name, { dev: minimal, prod: minimal })).toThrow(
      new InvalidStageError(`There is no stage "${name}". Known stages: dev, prod`),
    );
  });

  it("says so when cdk.json has no stages at all", () => {
    expect(() => readStageSettings("dev", undefined)).toThrow('cdk.json has no "stages" in its context');
  });

  it("names every problem at once", () => {
    const wrong = read({
      retainData: "yes",
      cartaai: { baseUrl: "http://cartaai.example" },
      logs: { retentionDays: 8 },
      alarms: { email: "nobody" },
    });

    expect(wrong).toThrow(InvalidStageError);
    for (const problem of [
      "retainData: ",
      "cartaai.baseUrl: expected an https:// address",
      "logs.retentionDays: expected a number of days that CloudWatch Logs offers",
      "alarms.email: ",
    ]) {
      expect(wrong).toThrow(problem);
    }
  });

  it("refuses a setting that does not exist, which is a misspelt one", () => {
    expect(read({ alarm: {} })).toThrow('"alarm"');
    expect(read({ webhook: { memroy: 512 } })).toThrow('webhook: Unrecognized key: "memroy"');
  });

  it("refuses a call to CartaAI that may take as long as the whole batch", () => {
    const cartaai = { ...minimal.cartaai, timeout: SYNC_QUEUE.consumer.timeout };

    expect(read({ cartaai })).toThrow("cartaai.timeout");
  });

  it("refuses more patience than SQS has receives for, every 15 minutes and half of them to spare", () => {
    const patience = SYNC_QUEUE.maxReceiveCount / 4 / 2;

    expect(read({ cartaai: { ...minimal.cartaai, patience } })().cartaai.patience).toBe(patience);
    expect(read({ cartaai: { ...minimal.cartaai, patience: patience + 1 } })).toThrow("cartaai.patience");
    expect(patience * 3600).toBeLessThan(SYNC_QUEUE.retention);
  });

  it("refuses a reservation below what the event source uses at once", () => {
    const least = SYNC_QUEUE.consumer.maxConcurrency;

    expect(read({ sync: { reservedConcurrency: least - 1 } })).toThrow("sync.reservedConcurrency");
    expect(read({ sync: { reservedConcurrency: least } })().sync.reservedConcurrency).toBe(least);
  });
});
