import type { CallContext, Graph, GraphOptions, Sender } from "../whatsapp-client/graph.ts";
import { MediaAddressExpiredError } from "./errors.ts";
import { fetchMedia } from "./fetch-media.ts";
import { findMedia, type ReceivedMedia } from "./media-address.ts";
import { MAX_BYTES, mediaTypeOf } from "./media-types.ts";

export interface DownloadedMedia {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Without parameters: "audio/ogg". */
  readonly mimeType: string;
}

export interface DownloadOptions extends Pick<GraphOptions, "baseUrl" | "token" | "clock"> {
  readonly graph: Graph;
  /** Milliseconds for one download, from the first byte that is sent to the last that is received. */
  readonly timeout: number;
}

/** Gets a file that a customer sent. @throws {MediaError} whose type says whether trying again may help */
export type DownloadMedia = (
  sender: Sender,
  media: ReceivedMedia,
  context?: CallContext,
) => Promise<DownloadedMedia>;

/** An address that has expired since it was given is asked for again, once. */
export function createDownload(options: DownloadOptions): DownloadMedia {
  async function attempt(sender: Sender, media: ReceivedMedia, context: CallContext) {
    const { url, mimeType } = await findMedia(options.graph, sender, media, context);
    const isRight = (type: string | null) => mediaTypeOf(media.kind, type) !== undefined;
    const bytes = await fetchMedia(url, {
      ...options,
      ...context,
      sender,
      isRight,
      limit: MAX_BYTES[media.kind],
    });
    return { bytes, mimeType };
  }

  return async (sender, media, context = {}) => {
    try {
      return await attempt(sender, media, context);
    } catch (error) {
      if (error instanceof MediaAddressExpiredError) return await attempt(sender, media, context);
      throw error;
    }
  };
}
