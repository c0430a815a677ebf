import { labelled } from "../whatsapp/content/rendered.ts";
import { cutText, MAX_CAPTION_CHARACTERS } from "../whatsapp/limits.ts";

/**
 * A voice note as the transcript shows it: `[Audio message] two pizzas, please`.
 *
 * @param transcription missing when there is none
 */
export function audioContent(transcription: string | undefined): string {
  return labelled("Audio message", transcription ?? "(not transcribed)");
}

/** A picture as the transcript shows it: `[Image] {caption} {description}`, without what is missing. */
export function imageContent(caption: string | undefined, description: string | undefined): string {
  return labelled("Image", cutText(caption ?? "", MAX_CAPTION_CHARACTERS), description);
}
