import { readBounded } from "../http/read-bounded.ts";
import { MediaRefusedError } from "./errors.ts";

/**
 * The body of an answer. Whatever its headers promise, no more is read than the limit; memory for about twice as much is
 * needed at most.
 *
 * @param limit bytes
 * @throws {MediaRefusedError} when it is larger, or empty
 */
export async function readBytes(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(response.headers.get("content-length") ?? 0);
  if (announced > limit) {
    await response.body?.cancel();
    throw tooLarge(limit);
  }
  const bytes = await readBounded(response, limit, () => tooLarge(limit));
  if (bytes.length === 0) throw new MediaRefusedError("the file is empty");
  return new Uint8Array(bytes);
}

export function tooLarge(limit: number): MediaRefusedError {
  return new MediaRefusedError(`larger than ${limit} bytes`);
}
