import { onTestFinished } from "vitest";
import { createMediaReader, type MediaReader } from "../../functions/models/media-reader.ts";
import { createModelClient, type ModelClientOptions } from "../../functions/models/model-client.ts";
import { type ModelsOptions, startModels } from "../../local/models/server.ts";
import { runningDownload } from "../media/running-download.ts";

export const KEY = "key-for-the-models";
const MODELS = { AI_TRANSCRIPTION_MODEL: "whisper", AI_VISION_MODEL: "vision" };

export async function runningModels(standIn: Partial<ModelsOptions> = {}) {
  const models = await startModels({ port: 0, apiKeys: [KEY], ...standIn });
  onTestFinished(() => models.stop());
  return models;
}

/** The stand-in, and a client for it. */
export async function runningModelClient(
  options: Partial<ModelClientOptions> = {},
  standIn: Partial<ModelsOptions> = {},
) {
  const models = await runningModels(standIn);
  const ask = createModelClient({
    baseUrl: `${models.url}/v1`,
    apiKey: async () => KEY,
    timeout: 10_000,
    ...options,
  });
  return { models, ask };
}

/** WhatsApp with files in it, models, and what reads the files by them. */
export async function runningReader(options: Partial<ModelClientOptions> = {}) {
  const { download, whatsapp } = await runningDownload();
  const { models, ask } = await runningModelClient(options);
  const reader: MediaReader = createMediaReader({ download, ask, models: MODELS });
  const unconfigured: MediaReader = createMediaReader({ download, ask: undefined, models: MODELS });
  return { whatsapp, models, reader, unconfigured };
}
