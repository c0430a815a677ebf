import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { parseEnvironment } from "../../functions/configuration/parse-environment.ts";
import { createModelClient } from "../../functions/models/model-client.ts";
import { modelFields } from "../../functions/models/settings.ts";
import { aiKey } from "../../functions/secrets/ai-key.ts";
import { endlessAnswer } from "../cartaai/endless-answer.ts";
import { startRecordingServer } from "../cartaai/recording-server.ts";
import { scriptedSecrets } from "../secrets/scripted-secrets.ts";
import { KEY, runningModelClient } from "./running-models.ts";

afterEach(() => vi.unstubAllEnvs());

const hello = { model: "chat", messages: [{ role: "user" as const, content: "Hola" }] };

describe("a call to a model", () => {
  it("is made with the key of that moment, and with nothing from the environment", async () => {
    vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:1");
    vi.stubEnv("OPENAI_API_KEY", "another");
    const keys = ["outdated", KEY];
    const { ask, models } = await runningModelClient({ apiKey: async () => keys.shift() ?? "" });
    const call = () => ask("chat", (openai, options) => openai.chat.completions.create(hello, options));

    await expect(call()).rejects.toMatchObject({ name: "ModelRefusedError", status: 401 });
    expect((await call()).choices[0]?.message.content).toEqual(expect.any(String));
    expect(models.calls().map(({ status }) => status)).toEqual([401, 200]);
  });

  it("says nothing of the environment's organisation and project", async () => {
    vi.stubEnv("OPENAI_ORG_ID", "org-of-somebody");
    vi.stubEnv("OPENAI_PROJECT_ID", "project-of-somebody");
    const server = await startRecordingServer();
    const ask = createModelClient({ baseUrl: server.url, apiKey: async () => KEY, timeout: 5000 });
    await ask("chat", (openai, options) => openai.models.list(options));
    await server.stop();

    expect(server.calls).toHaveLength(1);
    expect(JSON.stringify(server.calls[0]?.headers)).not.toContain("of-somebody");
  });

  it("reads no more of an endless answer than its limit, and is worth trying again", async () => {
    const server = await startRecordingServer();
    const endless = endlessAnswer();
    server.answer(endless.answer);
    const ask = createModelClient({ baseUrl: server.url, apiKey: async () => KEY, timeout: 30_000 });

    const call = ask("chat", (openai, options) => openai.chat.completions.create(hello, options));
    await expect(call).rejects.toMatchObject({ name: "ModelUnavailableError", message: "Model: no answer" });
    await endless.closed;
    await server.stop();
  });

  it("waits for a key that cannot be read", async () => {
    const apiKey = () => Promise.reject(new Error("AccessDenied"));
    const { ask, models } = await runningModelClient({ apiKey });

    const call = ask("chat", (openai, options) => openai.chat.completions.create(hello, options));
    await expect(call).rejects.toMatchObject({ name: "ModelUnavailableError" });
    expect(models.calls()).toEqual([]);
  });

  it("is told of, with its time and how it ended", async () => {
    const told: unknown[][] = [];
    const { ask, models } = await runningModelClient({ onCall: (...call) => told.push(call) });
    const call = () => ask("chat", (openai, options) => openai.chat.completions.create(hello, options));
    await call();
    models.faults.add({ fault: "refuse", status: 503 });
    const failure: unknown = await call().catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: "ModelUnavailableError", message: "Model: answered 503" });
    expect(told).toEqual([
      ["chat", expect.any(Number), undefined],
      ["chat", expect.any(Number), failure],
    ]);
  });

  it("is not made when there is no time left", async () => {
    const { ask, models } = await runningModelClient({ clock: () => 1000 });
    const call = ask("chat", (openai, options) => openai.chat.completions.create(hello, options), {
      deadline: 1000,
    });

    await expect(call).rejects.toMatchObject({
      name: "ModelUnavailableError",
      message: "Model: no time left",
    });
    expect(models.calls()).toEqual([]);
  });

  it("that nobody takes may be taken later", async () => {
    const { models } = await runningModelClient();
    await models.stop();
    const ask = createModelClient({ baseUrl: `${models.url}/v1`, apiKey: async () => KEY, timeout: 1000 });

    const call = ask("chat", (openai, options) => openai.chat.completions.create(hello, options));
    await expect(call).rejects.toMatchObject({ name: "ModelUnavailableError" });
  });
});

describe("the key for the models", () => {
  it("comes from the environment, or from its secret, or there is none", async () => {
    const secrets = scriptedSecrets();
    secrets.answer(async () => '{ "apiKey": "secret" }');

    expect(await aiKey({ AI_API_KEY: "plain" })?.()).toBe("plain");
    expect(await aiKey({ AI_API_KEY: "plain", AI_SECRET_ID: "ai" }, secrets)?.()).toBe("secret");
    expect(aiKey({})).toBeUndefined();
  });
});

describe("the settings of the models", () => {
  const read = (environment: Record<string, string>) => parseEnvironment(z.object(modelFields), environment);

  it("are Groq's unless others are given, without a model for chat", () => {
    expect(read({})).toMatchObject({
      AI_BASE_URL: "https://api.groq.com/openai/v1",
      AI_TRANSCRIPTION_MODEL: "whisper-large-v3-turbo",
      AI_TIMEOUT: 20,
    });
    expect(read({}).AI_CHAT_MODEL).toBeUndefined();
  });

  it("are refused when they make no sense", () => {
    expect(() => read({ AI_BASE_URL: "groq", AI_TIMEOUT: "0" })).toThrow(/AI_BASE_URL[\s\S]*AI_TIMEOUT/);
  });
});
