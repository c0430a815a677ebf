import type { Call } from "../http/call.ts";
import { ApiError } from "./api-error.ts";

export interface Upload {
  readonly file: Uint8Array;
  readonly fileName: string;
  readonly mimeType: string;
  readonly model: string;
}

/** The file types that Whisper takes (OpenAI: "Create transcription"); the name decides. */
const EXTENSIONS = /\.(flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/i;

/**
 * A file for transcription, uploaded as a form.
 *
 * @throws {ApiError}
 */
export async function readUpload({ body, headers }: Call): Promise<Upload> {
  const form = await new Response(new Uint8Array(body ?? []), {
    headers: { "content-type": headers["content-type"] ?? "" },
  })
    .formData()
    .catch(() => {
      throw new ApiError(400, "Could not parse multipart form");
    });
  const file = form.get("file");
  const model = form.get("model");
  if (!(file instanceof File)) throw new ApiError(400, "file: Field required");
  if (typeof model !== "string" || model === "") throw new ApiError(400, "model: Field required");
  if (!EXTENSIONS.test(file.name)) throw new ApiError(400, "Unsupported file format");
  return { file: await file.bytes(), fileName: file.name, mimeType: file.type, model };
}
