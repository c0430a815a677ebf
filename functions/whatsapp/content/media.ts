import * as z from "zod/mini";
import type { TurnInput } from "../../turns/contract.ts";
import { identifierText, ifUsable } from "../fields.ts";
import { defined } from "../json.ts";
import { cutText, MAX_CAPTION_CHARACTERS } from "../limits.ts";
import { labelled, type Renderer, rendererOf } from "./rendered.ts";

const mediaSchema = z.object({
  id: ifUsable(identifierText),
  mime_type: ifUsable(identifierText),
  caption: ifUsable(z.string()),
  filename: ifUsable(z.string()),
});
type Media = z.output<typeof mediaSchema>;

/** `[Audio message]`, for recordings and audio files alike. */
export const renderAudio = rendererOf(z.object({ audio: mediaSchema }), ({ audio }) =>
  defined({ content: "[Audio message]", input: downloadable("audio", audio) }),
);

/** The name that voice notes have in older payloads. */
export const renderVoice = rendererOf(z.object({ voice: mediaSchema }), ({ voice }) =>
  defined({ content: "[Audio message]", input: downloadable("audio", voice) }),
);

export const renderImage = rendererOf(z.object({ image: mediaSchema }), ({ image }) =>
  defined({ content: labelled("Image", image.caption), input: downloadable("image", image) }),
);

export const renderVideo: Renderer = rendererOf(z.object({ video: mediaSchema }), ({ video }) => ({
  content: labelled("Video", video.caption),
}));

export const renderDocument: Renderer = rendererOf(z.object({ document: mediaSchema }), ({ document }) => ({
  content: labelled("Document", document.filename, document.caption),
}));

export const renderSticker: Renderer = rendererOf(z.object({ sticker: z.object({}) }), () => ({
  content: "[Sticker]",
}));

/** What the agent downloads; nothing when Meta told no id, as it does when it could not store the file. */
function downloadable(kind: "audio" | "image", media: Media): TurnInput | undefined {
  if (media.id === undefined) return undefined;
  const caption = media.caption?.trim() ? cutText(media.caption, MAX_CAPTION_CHARACTERS) : undefined;
  return defined({ kind, mediaId: media.id, mimeType: media.mime_type, caption });
}
