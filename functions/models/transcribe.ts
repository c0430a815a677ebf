import * as z from "zod/mini";
import type { DownloadedMedia } from "../media/download-media.ts";
import { ModelUnavailableError } from "./errors.ts";
import type { AskModel, ModelContext } from "./model-client.ts";

/** The service goes by the name's ending (OpenAI: "Create transcription"). WhatsApp's voice notes are OGG with Opus. */
const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ["audio/ogg", "ogg"],
  ["audio/mpeg", "mp3"],
  ["audio/mp4", "m4a"],
]);

const answerSchema = z.object({ text: z.string() });

/**
 * The words of a recording, as the model hears them; empty when it hears none. No language is given: a wrong one would
 * make the model translate.
 *
 * @throws {ModelError}
 */
export async function transcribe(
  ask: AskModel,
  model: string,
  { bytes, mimeType }: DownloadedMedia,
  context: ModelContext,
): Promise<string> {
  const file = new File([bytes], `voice.${EXTENSIONS.get(mimeType) ?? mimeType.replace(/^.*\//, "")}`, {
    type: mimeType,
  });
  const answer: unknown = await ask(
    "transcribe",
    (openai, options) =>
      openai.audio.transcriptions.create({ file, model, response_format: "json" }, options),
    context,
  );
  const parsed = z.safeParse(answerSchema, answer);
  if (parsed.success) return parsed.data.text;
  throw new ModelUnavailableError("the answer is no transcription");
}
