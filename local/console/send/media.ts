import type { WhatsAppStandIn } from "../../whatsapp/server.ts";
import { PHOTO_TYPE, samplePhoto } from "./sample-photo.ts";
import { sampleVoiceNote, VOICE_NOTE_TYPE } from "./sample-voice-note.ts";
import type { SentFile } from "./to-item.ts";

interface Kept {
  readonly bytes: Uint8Array;
  readonly mimeType: string;
}

/** Bytes that are kept to be shown again. The stand-in has its own copies, for the bot. */
const BYTES_KEPT = 64 * 1024 * 1024;
const WORDS = "Hola, quisiera dos pizzas margarita y una limonada, por favor";

/** The files that customers send from the console: handed to the WhatsApp stand-in, and kept for the page. */
export class ConsoleMedia {
  readonly #whatsapp: WhatsAppStandIn | undefined;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  #made = 0;

  /** @param whatsapp missing where the real WhatsApp replaces it: then the bot cannot download the files */
  constructor(whatsapp: WhatsAppStandIn | undefined) {
    this.#whatsapp = whatsapp;
  }

  add(bytes: Uint8Array, mimeType: string): SentFile {
    this.#made += 1;
    const mediaId = this.#whatsapp?.addMedia(bytes, mimeType) ?? `console-${this.#made}`;
    this.#kept.set(mediaId, { bytes, mimeType });
    this.#bytes += bytes.length;
    for (const [id, { bytes: oldest }] of this.#kept) {
      if (this.#bytes <= BYTES_KEPT) break;
      this.#kept.delete(id);
      this.#bytes -= oldest.length;
    }
    return { mediaId, mimeType };
  }

  find(mediaId: string): Kept | undefined {
    return this.#kept.get(mediaId);
  }

  sampleVoiceNote(says = WORDS): SentFile {
    return this.add(sampleVoiceNote(says), VOICE_NOTE_TYPE);
  }

  samplePhoto(): SentFile {
    return this.add(samplePhoto(), PHOTO_TYPE);
  }
}
