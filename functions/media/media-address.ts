import * as z from "zod/mini";
import { WhatsAppError, WhatsAppRetryableError } from "../whatsapp-client/errors.ts";
import type { CallContext, Graph, Sender } from "../whatsapp-client/graph.ts";
import { MediaRefusedError, MediaUnavailableError } from "./errors.ts";
import { MAX_BYTES, type MediaKind, mediaTypeOf } from "./media-types.ts";
import { tooLarge } from "./read-bytes.ts";

/** A file that a customer sent, as the webhook tells of it. */
export interface ReceivedMedia {
  readonly kind: MediaKind;
  /** Lives 7 days. */
  readonly mediaId: string;
}

/** Where a file is for the next 5 minutes. */
export interface MediaAddress {
  readonly url: URL;
  readonly mimeType: string;
}

const answerSchema = z.object({
  url: z.pipe(
    z.url(),
    z.transform((text: string) => new URL(text)),
  ),
  mime_type: z.string(),
  /** Bytes. Comes as a number or as text. */
  file_size: z.catch(z.optional(z.coerce.number()), undefined),
});

/**
 * Asks where a file is (Cloud API, "Retrieve media URL"). What is too large or of another kind is not even asked for.
 *
 * @throws {MediaError}
 */
export async function findMedia(
  graph: Graph,
  sender: Sender,
  { kind, mediaId }: ReceivedMedia,
  context: CallContext,
): Promise<MediaAddress> {
  const path = encodeURIComponent(mediaId);
  const answer = await graph(sender, { operation: "readMedia", path }, context).catch(asMediaError);
  const parsed = z.safeParse(answerSchema, answer);
  if (!parsed.success) throw new MediaUnavailableError("the answer names no address");
  const mimeType = mediaTypeOf(kind, parsed.data.mime_type);
  if (mimeType === undefined) throw new MediaRefusedError(`of a type that is no ${kind}`);
  if ((parsed.data.file_size ?? 0) > MAX_BYTES[kind]) throw tooLarge(MAX_BYTES[kind]);
  return { url: parsed.data.url, mimeType };
}

function asMediaError(cause: unknown): never {
  if (cause instanceof WhatsAppRetryableError) {
    throw new MediaUnavailableError("WhatsApp did not tell where it is", { cause });
  }
  if (cause instanceof WhatsAppError) {
    throw new MediaRefusedError("WhatsApp does not hand it out", { cause });
  }
  throw cause;
}
