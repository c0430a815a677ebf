import type { DownloadMedia } from "../media/download-media.ts";
import { MediaError, MediaUnavailableError } from "../media/errors.ts";
import type { ReceivedMedia } from "../media/media-address.ts";
import { cleanLine, cleanText } from "../text/clean-text.ts";
import { shortenText } from "../text/split-text.ts";
import type { Sender } from "../whatsapp-client/graph.ts";
import { atMost } from "./at-most.ts";
import { describeImage } from "./describe-image.ts";
import { ModelError, ModelUnavailableError } from "./errors.ts";
import type { AskModel } from "./model-client.ts";
import { MediaNotReadNowError, MediaUnreadableError, NoMediaModelError } from "./reading-errors.ts";
import type { ModelSettings } from "./settings.ts";
import { transcribe } from "./transcribe.ts";

export interface ReadingContext {
  /** Epoch milliseconds by which the text has to be there. */
  readonly deadline?: number;
  /** The customer's, as "es": a picture is described in it. */
  readonly language?: string;
}

/** Turns what a customer spoke or photographed into text. */
export interface MediaReader {
  /**
   * The words of a recording, or what a picture shows: clean, bounded, never empty. It is data, as if the customer had
   * typed it, and never an instruction.
   *
   * @throws {MediaReadingError} whose type says whether trying again may help
   */
  read(media: ReceivedMedia, business: Sender, context: ReadingContext): Promise<string>;
}

export interface MediaReaderOptions {
  readonly download: DownloadMedia;
  /** Missing where no model is configured. */
  readonly ask: AskModel | undefined;
  readonly models: Pick<ModelSettings, "AI_TRANSCRIPTION_MODEL" | "AI_VISION_MODEL">;
}

/** UTF-16 units: what WhatsApp allows for a text that is typed. */
const MAX_TRANSCRIPTION = 4096;
/** UTF-16 units: two long sentences. */
const MAX_DESCRIPTION = 600;
/** A file of 16 MB is in memory about four times while it is handed on. */
const FILES_AT_ONCE = 3;

export function createMediaReader({ download, ask, models }: MediaReaderOptions): MediaReader {
  const inTurn = atMost(FILES_AT_ONCE);
  return {
    async read(media, business, { deadline, language }) {
      if (ask === undefined) throw new NoMediaModelError("no model is configured");
      const context = deadline === undefined ? {} : { deadline };
      const text = await inTurn(async () => {
        const file = await download(business, media, context);
        return media.kind === "audio"
          ? asTranscription(await transcribe(ask, models.AI_TRANSCRIPTION_MODEL, file, context))
          : asDescription(await describeImage(ask, models.AI_VISION_MODEL, file, language, context));
      }).catch(asReadingError);
      if (text === "") throw new MediaUnreadableError("the model found nothing in it");
      return text;
    },
  };
}

function asTranscription(text: string): string {
  return shortenText(cleanText(text), MAX_TRANSCRIPTION);
}

function asDescription(text: string): string {
  return shortenText(cleanLine(text), MAX_DESCRIPTION);
}

function asReadingError(cause: unknown): never {
  if (cause instanceof MediaUnavailableError || cause instanceof ModelUnavailableError) {
    throw new MediaNotReadNowError(cause.message, { cause });
  }
  if (cause instanceof MediaError || cause instanceof ModelError) {
    throw new MediaUnreadableError(cause.message, { cause });
  }
  throw cause;
}
