/**
 * The longest content, in UTF-16 units. WhatsApp's own limit is 4,096; what is longer is cut, so that an event with
 * any content stays under SQS's 1 MiB and CartaAI's 1 MB however its characters are encoded.
 */
export const MAX_CONTENT_CHARACTERS = 65_536;

/** WhatsApp allows 1,024; the rest is slack for what it may allow one day. */
export const MAX_CAPTION_CHARACTERS = 4_096;

/** For names and other short labels, in UTF-16 units. */
export const MAX_LABEL_CHARACTERS = 256;

/** What a referral or a referred product may hold, in bytes of JSON. */
export const MAX_REFERRAL_BYTES = 8_192;

const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/** Well-formed and at most `limit` UTF-16 units long, the mark included. Never splits a surrogate pair. */
export function cutText(text: string, limit: number, mark = ""): string {
  const wellFormed = text.toWellFormed();
  if (wellFormed.length <= limit) return wellFormed;
  const kept = wellFormed.slice(0, limit - mark.length);
  // In well-formed text a high surrogate at the end has lost its other half to the cut.
  return `${HIGH_SURROGATE.test(kept) ? kept.slice(0, -1) : kept}${mark}`;
}
