export type MediaKind = "audio" | "image";

const MEGABYTE = 1024 * 1024;

/** Bytes (Cloud API, "Supported media types"). */
export const MAX_BYTES: Readonly<Record<MediaKind, number>> = { audio: 16 * MEGABYTE, image: 5 * MEGABYTE };

/** What WhatsApp hands on of each kind, and a model can be expected to read. */
const TYPES: Readonly<Record<MediaKind, readonly string[]>> = {
  audio: ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr"],
  image: ["image/jpeg", "image/png", "image/webp"],
};

/** "audio/ogg" of "audio/ogg; codecs=opus"; undefined when it is none of the kind's types. */
export function mediaTypeOf(kind: MediaKind, contentType: string | null | undefined): string | undefined {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return TYPES[kind].includes(type) ? type : undefined;
}
